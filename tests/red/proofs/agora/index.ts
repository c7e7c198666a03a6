import type { Proof } from '../../proof.ts';
import { proofs as questions } from './questions.ts';
import { proofs as sessions } from './sessions.ts';

/** One proof for each spec file of Agora. */
export const proofs: readonly Proof[] = [...sessions, ...questions];
