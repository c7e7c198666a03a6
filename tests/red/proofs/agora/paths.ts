const thread = '^/threads/[\\da-f-]{36}';

/** Paths of the calls that lies are told in. */
export const paths = {
  thread: new RegExp(`${thread}$`),
  state: new RegExp(`${thread}/state$`),
  stream: new RegExp(`${thread}/runs/stream$`),
  runs: new RegExp(`${thread}/runs$`),
  history: new RegExp(`${thread}/history$`),
  run: new RegExp(`${thread}/runs/[\\da-f-]{36}$`),
};
