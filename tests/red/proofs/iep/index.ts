import type { Proof } from '../../proof.ts';
import { proofs as ieps } from './ieps.ts';
import { proofs as service } from './service.ts';
import { proofs as students } from './students.ts';

/** One proof for each spec file of the IEP service. */
export const proofs: readonly Proof[] = [...students, ...ieps, ...service];
