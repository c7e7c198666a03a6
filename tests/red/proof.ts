import type { SystemSettings } from '../../env/systems/index.ts';

/** An answer as it goes over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * What a lying deployment does with a request: `forward` hands it to the real one and gives its answer. One that lies in
 * its rows or records needs the settings to find them.
 */
export type Lie = (forward: () => Promise<Reply>, settings: SystemSettings) => Promise<Reply>;

/** A lie in the place of an answer. Only the requests of the proof's own test meet it. */
export interface ToldLie {
  readonly method: string;
  readonly path: RegExp;
  readonly tell: Lie;
}

/** A lie told once before any test, for one that makes no request; it must be none to every other test. */
export interface StandingLie {
  readonly beforehand: (settings: SystemSettings) => Promise<void>;
}

/** A proof that a spec file can turn red: one of its tests, a lie that it meets, and the failure that must follow. */
export interface Proof {
  /** File under `specs/`, with `/`. */
  readonly spec: string;
  /** Describe title, a blank, and the test's title. */
  readonly test: string;
  readonly lie: ToldLie | StandingLie;
  /** What one of the failure's messages must match. */
  readonly message: RegExp;
}

/** The real answer with a part of its text replaced. */
export const says =
  (from: RegExp, to: string): Lie =>
  async (forward) => {
    const reply = await forward();
    return { ...reply, body: Buffer.from(reply.body.toString('utf8').replace(from, to)) };
  };

/** The real answer under another status. */
export const answers =
  (status: number): Lie =>
  async (forward) => ({ ...(await forward()), status });

/** An answer, JSON unless it is empty, without handing the request on. */
export const claims =
  (status: number, body?: unknown): Lie =>
  () =>
    Promise.resolve({
      status,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });

/** The request is handed on twice, and the second answer given. */
export const repeats: Lie = async (forward) => {
  await forward();
  return forward();
};

/** The real answer, this number of milliseconds late. */
export const waits =
  (milliseconds: number): Lie =>
  async (forward) => {
    const reply = await forward();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return reply;
  };
