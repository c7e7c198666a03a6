import type { RunnableConfig } from '@langchain/core/runnables';
import { errorOf, TransientError } from './errors.ts';
import { isFields, type Fields } from './state/reducers.ts';

/** How often a fault has been done, by run and name; the oldest runs are forgotten. */
const done = new Map<string, number>();
const remembered = 10_000;

/** What a run brings with it: `context` counts for this run only, `configurable` stays with the thread. */
export function settingsOf(config: RunnableConfig): Fields {
  const { context, configurable } = config as { context?: unknown; configurable?: unknown };
  return { ...(isFields(configurable) ? configurable : {}), ...(isFields(context) ? context : {}) };
}

const runOf = (config: RunnableConfig): string => {
  const { run_id: id, thread_id: thread } = config.configurable ?? {};
  return String(id ?? config.runId ?? thread);
};

/** The faults of this run: `context.faults`, by the name of what fails. */
const faultsOf = (config: RunnableConfig): Fields => {
  const { context } = config as { context?: unknown };
  return isFields(context) && isFields(context['faults']) ? context['faults'] : {};
};

/** True for the first `times` calls of it in a run. */
function strikes(config: RunnableConfig, name: string, times: unknown): boolean {
  const key = `${runOf(config)}/${name}`;
  const count = done.get(key) ?? 0;
  if (count >= (typeof times === 'number' ? times : 1)) return false;
  done.set(key, count + 1);
  for (const oldest of done.keys()) if (done.size > remembered) done.delete(oldest);
  return true;
}

/** `{ <node>: { error: "ValueError", message?, times = 1 } }`: throws in place of the node's work. */
export function failNode(config: RunnableConfig, node: string): void {
  const fault = faultsOf(config)[node];
  if (!isFields(fault) || !strikes(config, node, fault['times'])) return;
  const { error, message } = fault;
  throw errorOf(
    typeof error === 'string' ? error : 'ValueError',
    typeof message === 'string' ? message : `injected failure in ${node}`,
  );
}

/** `{ <agent>: { fail: n } }`: the next attempts to ask an agent, the moderator, the summarizer or the report writer come to nothing. */
export function failAgent(config: RunnableConfig, agent: string): void {
  const fault = faultsOf(config)[agent];
  if (isFields(fault) && strikes(config, agent, fault['fail']))
    throw new TransientError('injected failure of the provider');
}

/** `{ <provider>: { timeout: n } }`: the next calls of a provider are given up as if it had not answered in time. */
export function failProvider(config: RunnableConfig, provider: string): void {
  const fault = faultsOf(config)[provider];
  if (isFields(fault) && strikes(config, provider, fault['timeout'])) {
    throw errorOf('TimeoutError', `${provider} did not answer in time`);
  }
}

/** `{ state: { <field>: value } }`: what the first node of the run writes beside its own work. */
export function corruption(config: RunnableConfig): Fields {
  const { state } = faultsOf(config);
  return isFields(state) && strikes(config, 'state', 1) ? state : {};
}
