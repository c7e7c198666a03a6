import type { SystemName } from '../../../env/systems/index.ts';
import type { Proof } from '../proof.ts';
import { proofs as agora } from './agora/index.ts';
import { proofs as huleedu } from './huleedu/index.ts';
import { proofs as iep } from './iep/index.ts';
import { proofs as learnlikemagic } from './learnlikemagic/index.ts';

/** One proof for each spec file of each system. */
export const proofs: Readonly<Record<SystemName, readonly Proof[]>> = { learnlikemagic, iep, huleedu, agora };
