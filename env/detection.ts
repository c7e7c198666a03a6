/** URL of the detection engine that drives this run; undefined in an ordinary run. */
export const detectionUrl = process.env['DETECTION_URL'] || undefined;

/** How often each test is there. */
export const detectionCopies = Number(process.env['DETECTION_COPIES'] || '1');

/** What a worker's environment must hold in each lane of a detection run, by the worker's place among the workers. */
export const detectionLanes = (): Record<string, string>[] =>
  JSON.parse(process.env['DETECTION_LANES'] || '[]') as Record<string, string>[];

/** Gives this worker the environment of its lane. */
export function enterLane(): void {
  Object.assign(process.env, detectionLanes()[Number(process.env['TEST_PARALLEL_INDEX'])]);
}
