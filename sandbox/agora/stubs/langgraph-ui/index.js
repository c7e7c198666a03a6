/** The graph has no user interface: the server never calls this. */
export async function watch() {
  throw new Error('this deployment has no user interface to bundle');
}
