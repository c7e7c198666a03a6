/** Parts of the spare class management. */
export type SparePart = 'service' | 'broker' | 'database' | 'cache';

/** A service stops for some seconds (contract b.1). Milliseconds. */
const patience = 30_000;

/** Stops and starts parts of the spare class management; the first call of all starts it. */
export class FaultControl {
  private readonly stopped = new Set<SparePart>();

  constructor(private readonly url: string) {}

  prepare(): Promise<void> {
    return this.post('spare');
  }

  async stop(part: SparePart): Promise<void> {
    this.stopped.add(part);
    await this.post(`${part}/stop`);
  }

  async start(part: SparePart): Promise<void> {
    await this.post(`${part}/start`);
    this.stopped.delete(part);
  }

  restart(part: SparePart): Promise<void> {
    return this.post(`${part}/restart`);
  }

  /** Starts again what was stopped: what the service needs comes before the service. */
  async recover(): Promise<void> {
    const order = ['database', 'cache', 'broker', 'service'] as const;
    for (const part of order) if (this.stopped.has(part)) await this.start(part);
  }

  private async post(action: string): Promise<void> {
    const response = await fetch(`${this.url}/${action}`, { method: 'POST', signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new Error(`fault control refused ${action}: ${await response.text()}`);
  }
}
