import path from 'node:path';

/** The folder of all that a run reports; `TEST_REPORTS` names another, as a mounted one. */
export const reportsDirectory = path.resolve(
  process.env['TEST_REPORTS'] || path.join(import.meta.dirname, '..', 'reports'),
);

/** Whether passing tests show their calls too: `TEST_CALLS=always`. */
export const callsAlways = (): boolean => process.env['TEST_CALLS'] === 'always';
