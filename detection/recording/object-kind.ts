/** Kinds of objects by name, each with the key of a sample whose ids are `ID` and whose numbers are digits. */
export type ObjectSamples = Readonly<Record<string, string>>;

/** Source of a regular expression for all keys of the sample's kind. */
export const patternOf = (sample: string): string =>
  `^${sample
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\d+/g, '\\d+')
    .replaceAll('ID', '[^/]+')}$`;

/** The kind that a key is of; a key of no kind is a kind of its own. */
export function kindOf(key: string, samples: ObjectSamples): string {
  const found = Object.entries(samples).find(([, sample]) => new RegExp(patternOf(sample)).test(key));
  return found?.[0] ?? key;
}
