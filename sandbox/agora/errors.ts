/** An error whose name tells its kind, as a client of the server sees it. */
class Named extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class ConfigurationError extends Named {}

/** No provider gave an answer. */
export class ProviderError extends Named {}

/** An attempt that is worth another one: a time-out, a rate limit, a server's error, a line that broke. */
export class TransientError extends Named {}

/** Every failure of a node but a pause: names the node, and holds what was thrown. */
export class NodeExecutionError extends Named {
  constructor(node: string, cause: unknown) {
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`Node ${node} failed: ${what}`, { cause });
  }
}

/** An error of a class that is known by its name alone. */
export function errorOf(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
