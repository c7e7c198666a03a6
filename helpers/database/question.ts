/** A statement that reads, declared beside the tables of its system: a spec asks it and brings values, no statement of its own. */
export class Question<R extends object> {
  /** What a row of the answer is like; there is no value behind it. */
  declare readonly row: R;

  constructor(readonly text: string) {}
}
