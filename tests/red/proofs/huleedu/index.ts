import type { Proof } from '../../proof.ts';
import { proofs as classes } from './classes.ts';
import { proofs as matches } from './matches.ts';
import { proofs as phaseOne } from './phase-one.ts';
import { proofs as service } from './service.ts';

/** One proof for each spec file of HuleEdu. */
export const proofs: readonly Proof[] = [...classes, ...matches, ...phaseOne, ...service];
