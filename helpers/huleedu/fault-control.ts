import { z } from 'zod';
import { inTurn } from '../in-turn.ts';

/** Parts of the spare class management. */
type SparePart = 'service' | 'broker' | 'database' | 'cache';
/** Databases of the deployment's other services. */
export type ChainDatabase = 'batchOrchestratorDatabase' | 'essayLifecycleDatabase' | 'nlpDatabase';
type Part = SparePart | ChainDatabase;

/** A service stops for some seconds (contract b.1), and a group has to miss one that was killed first. Milliseconds. */
const patience = 45_000;

/** Stops and starts parts of the spare class management, which its first call starts, and the databases of the other services. */
export class FaultControl {
  private readonly stopped = new Set<Part>();

  constructor(private readonly url: string) {}

  async prepare(): Promise<void> {
    await this.send('POST', 'spare');
  }

  /** The service is sent SIGTERM, and is to end well. */
  stop(part: Part): Promise<void> {
    return this.takeDown(part, 'stop');
  }

  /** SIGKILL: the service has no time for anything. */
  kill(part: 'service'): Promise<void> {
    return this.takeDown(part, 'kill');
  }

  async start(part: Part): Promise<void> {
    await this.send('POST', `${part}/start`);
    this.stopped.delete(part);
  }

  async restart(part: Part): Promise<void> {
    await this.takeDown(part, 'restart');
    this.stopped.delete(part);
  }

  /** Megabytes that the process of the service has in memory. */
  async memory(): Promise<number> {
    const response = await this.send('GET', 'service/memory');
    const { resident_bytes } = z.object({ resident_bytes: z.int().min(1) }).parse(await response.json());
    return resident_bytes / 1024 ** 2;
  }

  /** Starts again what was stopped, or may have been: what the service needs comes before the service. Throws when a part cannot be. */
  async recover(): Promise<void> {
    const order = [...this.stopped].sort((left, right) => Number(left === 'service') - Number(right === 'service'));
    await inTurn(...order.map((part) => () => this.start(part)));
  }

  /** What fails half-way has perhaps stopped it. */
  private async takeDown(part: Part, action: string): Promise<void> {
    this.stopped.add(part);
    await this.send('POST', `${part}/${action}`);
  }

  private async send(method: 'GET' | 'POST', action: string): Promise<Response> {
    const response = await fetch(`${this.url}/${action}`, { method, signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new Error(`fault control refused ${action}: ${await response.text()}`);
    return response;
  }
}
