import type { ServiceName, Wrap } from '../../huleedu/chain/parts.ts';
import type { MutableSystem, Mutants } from '../index.ts';
import { claimRules } from './claims.ts';
import { confirmationRules } from './confirmation.ts';
import { consumerRules } from './consumers.ts';
import { lifecycleRules } from './lifecycle.ts';
import { matchingRules } from './matching.ts';
import { monitorRules } from './monitor.ts';
import { outboxRules } from './outbox.ts';
import { recordRules } from './records.ts';
import { registrationRules } from './registration.ts';
import type { Rule } from './rule.ts';
import { stateRules } from './states.ts';
import { suggestionRules } from './suggestions.ts';
import { slotRules } from './slots.ts';
import { readyRules } from './ready.ts';
import { timeoutRules } from './timeouts.ts';
import { suggestionRowRules } from './suggestion-rows.ts';
import { switchServices } from './switch.ts';

/** Every rule of the services that can be broken, and every way to spoil their records: none of it stands in their own code. */
const rules: readonly Rule[] = [
  ...recordRules,
  ...claimRules,
  ...outboxRules,
  ...consumerRules,
  ...suggestionRules,
  ...suggestionRowRules,
  ...confirmationRules,
  ...monitorRules,
  ...timeoutRules,
  ...registrationRules,
  ...stateRules,
  ...readyRules,
  ...slotRules,
  ...lifecycleRules,
  ...matchingRules,
];

/** Puts the parts of every service behind the switches of the faults; `databases` as in `MutableSystem`. */
export const wrapServices = (
  mutants: Mutants,
  system: Pick<MutableSystem<object>, 'name' | 'databases'>,
): ((service: ServiceName) => Wrap) => switchServices(mutants, { ...system, rules });
