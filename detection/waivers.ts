/** Mutants that break no promise of the contract, or whose effect nobody can see. A waiver counts only while no test is red. */
export interface Waiver {
  readonly mutants: RegExp;
  readonly reason: string;
}

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:\w+:422:truncated:detail\[\]\.msg$/,
    reason: 'the wording of a validation message is the validation library’s own, and changes with its version',
  },
  {
    mutants: /^http:\w+:422:field-added:detail\[\]$/,
    reason: 'an entry may have more members than the contract lists: versions of the framework add some',
  },
  {
    mutants:
      /^http:(getRoot|getProfile|getDetailedHealth|getMonitoringStatus|get\w+Metrics|getMetrics|listSlowest):200:field-added$/,
    reason: 'the contract names members of this object and leaves others open (special education: 2, 3.2, 6)',
  },
  {
    mutants: /^http:\w+:422:off-by-one:detail\[\]\.loc\[\]$/,
    reason: 'the only number in a location is the offset in malformed JSON, which is the parser’s own',
  },
  {
    mutants: /^http:(submitStep|createSession|approveSubtopic):422:(drop|rename):detail\[\]\.ctx$/,
    reason: 'no rule of these bodies has a parameter, so that ctx holds only the parser’s own words',
  },
  {
    mutants: /^http:\w+:422:reversed:detail$/,
    reason: 'every failing field has an entry, in no order that is laid down (contract 0)',
  },
  {
    mutants: /^http:\w+:500:truncated:detail$/,
    reason: 'it ends with {error}, a sentence whose words are not laid down (contract 0)',
  },
  {
    mutants: /^http:getSummary:200:reversed:(misconceptions_seen|suggestions)$/,
    reason: 'in no order that is laid down (contract a.3)',
  },
  {
    mutants: /^http:listReviewedBooks:200:reversed$/,
    reason: 'in no order that is laid down (contract a.7)',
  },
  {
    mutants: /^http:(approveGuidelines|syncToDatabase):200:forwarded-twice$/,
    reason: 'a repetition changes nothing by contract (a.6, a.7), and its answer is not seen',
  },
  {
    mutants: /^http:(approvePage|updateBookStatus):200:forwarded-twice$/,
    reason: 'the second request is refused (contract a.4, a.5), so that nothing is carried out twice',
  },
  {
    mutants: /^database:events:foreign-key-dropped:/,
    reason: 'the backend neither removes a session nor logs an event without one, so that nothing is refused',
  },
  {
    mutants: /^storage:folder:list-page-lost$/,
    reason: 'a backend may list what it deletes until nothing is found, so that nothing is lost',
  },
];

/** Why a mutant need not be killed; undefined when it must be. */
export const waiverOf = (id: string): string | undefined => waivers.find(({ mutants }) => mutants.test(id))?.reason;
