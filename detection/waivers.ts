/** Mutants that break no promise of the contract, or whose effect nobody can see. A waiver counts only while no test is red. */
export interface Waiver {
  readonly mutants: RegExp;
  readonly reason: string;
}

/** What holds for every system; each has its own besides. */
export const sharedWaivers: readonly Waiver[] = [
  {
    mutants: /^http:\w+:422:truncated:detail\[\]\.msg$/,
    reason: 'the wording of a validation message is the validation library’s own, and changes with its version',
  },
  {
    mutants: /^http:\w+:422:field-added:detail\[\]$/,
    reason: 'an entry may have more members than the contract lists: versions of the framework add some',
  },
  {
    mutants: /^http:\w+:422:off-by-one:detail\[\]\.loc\[\]$/,
    reason: 'the only number in a location is the offset in malformed JSON, which is the parser’s own',
  },
  {
    mutants: /^http:\w+:422:reversed:detail$/,
    reason: 'every failing field has an entry, in no order that is laid down (contract 0)',
  },
];
