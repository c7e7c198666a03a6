/** URL of the detection engine that drives this run; undefined in an ordinary run. */
export const detectionUrl = process.env['DETECTION_URL'] || undefined;
