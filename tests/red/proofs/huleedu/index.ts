import type { Proof } from '../../proof.ts';

/** One proof for each spec file of HuleEdu. */
export const proofs: readonly Proof[] = [];
