import path from 'node:path';

/** Where the tests of a run write down that they are under way, so that a load waits for them; gone with the run. */
export const turnsOf = (id: string): string => path.join(import.meta.dirname, '..', 'reports', 'turns', id);
