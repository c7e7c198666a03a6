import { behind, type HiddenFault } from '../../mutants/hidden.ts';

/** Words for what is stored or sent, as assertions name it. */
const event = /\bevent\b/i;
const outbox = /\boutbox\b/i;

/** A slip in the answer in front of a fault in the event that the call sets off. */
export const hidden: readonly HiddenFault[] = [
  ...behind('http:confirmAssociations:200:off-by-one:associations_rejected', {
    'rule:human-score-stored': event,
    'rule:rejected-told': event,
    'rule:outbox-of-another-type': outbox,
  }),
];
