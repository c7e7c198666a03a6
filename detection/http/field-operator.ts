import { isDeepStrictEqual } from 'node:util';
import type { Place } from './path.ts';

/** One way to change a field wherever a body has it. */
export interface FieldOperator {
  readonly name: string;
  /** What becomes of the field: `loses its last item`. */
  readonly says: string;
  /**
   * Changes the value in its place; false when the change does not fit it. `earlier` gives what the field held in
   * earlier answers, the newest first.
   */
  readonly change: (place: Place, earlier: () => readonly unknown[]) => boolean;
}

/** An operator that puts another value in the place; undefined or an equal value when it does not fit. */
export const replacing = (
  name: string,
  says: string,
  other: (value: unknown, earlier: () => readonly unknown[]) => unknown,
): FieldOperator => ({
  name,
  says,
  change({ holder, key }, earlier) {
    const value = holder[key];
    const replacement = other(value, earlier);
    if (replacement === undefined || isDeepStrictEqual(replacement, value)) return false;
    holder[key] = replacement;
    return true;
  },
});
