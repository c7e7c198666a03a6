import { startForwarder, whole, type Forwarder } from '../../detection/http/forwarder.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { Proof } from './proof.ts';

/**
 * Names the proof whose lie a request shall meet, as the client that sends it; requests of other clients pass
 * unaltered. No extra header: a context that is made with extra headers of its own drops the
 * project's.
 */
const proofHeader = 'user-agent';

export interface Proxy extends Forwarder {
  /** How often the lie of each proof was told, by spec. */
  readonly told: ReadonlyMap<string, number>;
}

/** A loopback proxy in front of an API that tells each proof's lie to the requests which carry its name. */
export async function startProxy(upstream: string, proofs: readonly Proof[], settings: SystemSettings): Promise<Proxy> {
  const told = new Map<string, number>();
  const forwarder = await startForwarder(upstream, (request, forward) => {
    const { [proofHeader]: named, ...headers } = request.headers;
    const onward = (): ReturnType<typeof forward> => forward({ ...request, headers });
    const proof = proofs.find(({ spec }) => spec === named);
    const path = request.url.replace(/\?.*$/, '');
    if (!proof || !('tell' in proof.lie)) return onward();
    const { method, path: lied, tell } = proof.lie;
    if (method !== request.method || !lied.test(path)) return onward();
    told.set(proof.spec, (told.get(proof.spec) ?? 0) + 1);
    return tell(async () => whole(await onward()), settings);
  });
  return { ...forwarder, told };
}
