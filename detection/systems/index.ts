import type { SystemName, SystemSettings } from '../../env/systems/index.ts';
import type { Operation } from '../../helpers/http/operation.ts';
import type { StreamDeclaration } from '../../helpers/stream/declaration.ts';
import type { StreamFault } from '../http/stream-faults.ts';
import type { HiddenFault } from '../mutants/hidden.ts';
import type { ObjectSamples } from '../recording/object-kind.ts';
import type { Waiver } from '../waivers.ts';
import { agora } from './agora.ts';
import { huleedu } from './huleedu.ts';
import { iep } from './iep.ts';
import { learnlikemagic } from './learnlikemagic.ts';

/** What the engine must be told of a system; its tables and rules it finds itself. */
export interface DetectableSystem {
  readonly name: SystemName;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Base URLs of its API by the variable that holds them: a proxy is put in front of each. */
  readonly urls: (settings: SystemSettings) => Readonly<Record<string, string | undefined>>;
  /** Where several base URLs have paths in common: the operations of each, by the same variables. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  /** Those of its operations that answer with a stream of events. */
  readonly streams?: Readonly<Record<string, StreamDeclaration>>;
  /** Faults of its streams, beside those that any stream can have. */
  readonly streamFaults?: readonly StreamFault[];
  /** Kinds of objects that it keeps. */
  readonly objects: ObjectSamples;
  /** Pairs of faults, one of which a test may hide. */
  readonly hidden: readonly HiddenFault[];
  /** Mutants that need not be killed, beside those that no system must kill. */
  readonly waivers: readonly Waiver[];
  /** Variables that hold the client's patience in seconds. */
  readonly patience: readonly string[];
  /** Those whose wait the contract itself makes longer, as pauses before another attempt do: seconds. */
  readonly longPatience?: Readonly<Record<string, number>>;
}

/** Every system in which faults are planted, one line each. */
export const detectable: readonly DetectableSystem[] = [learnlikemagic, iep, huleedu, agora];
