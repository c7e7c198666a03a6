import type { Waiver } from '../../waivers.ts';

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:(submitStep|createSession|approveSubtopic):422:(drop|rename):detail\[\]\.ctx$/,
    reason: 'no rule of these bodies has a parameter, so that ctx holds only the parser’s own words',
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
