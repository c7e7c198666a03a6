import type { Proof } from '../../proof.ts';

/** One proof for each spec file of Agora. */
export const proofs: readonly Proof[] = [];
