/**
 * How far a time that a call stored may lie from the `Date` of its answer, in milliseconds: more than a slow call and
 * two machines' clocks make, less than a wrong zone does (half an hour at least).
 */
export const clockTolerance = 60_000;
