/** Mutants that break no promise of the contract, or that no client can tell from the true system. */
export interface Waiver {
  readonly mutants: RegExp;
  readonly reason: string;
}

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:\w+:422:(truncated|off-by-one):detail\[\]\.(msg|loc\[\])$/,
    reason:
      'the wording of a validation message and the position in a malformed text are the validation library’s own (contract 0)',
  },
];

/** Why a mutant need not be killed; undefined when it must be. */
export const waiverOf = (id: string): string | undefined => waivers.find(({ mutants }) => mutants.test(id))?.reason;
