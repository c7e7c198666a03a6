/**
 * The closed list of tags. The first ten are the plans' markers; the effect says what a test does to the deployment; the
 * last ones say what it needs of its environment.
 */
export const tags = [
  '@smoke',
  '@critical',
  '@slow',
  '@integration',
  '@db',
  '@s3',
  '@llm',
  '@phase6',
  '@concurrent',
  '@performance',
  '@read-only',
  '@writes',
  '@fault',
  '@scripted',
  '@signed-urls',
  '@database-fault',
  '@one-process',
  '@unshared',
  '@events',
  '@redis',
  '@chain',
  '@content',
  '@stream',
  '@interrupt',
  '@files',
] as const;

export type Tag = (typeof tags)[number];

/** Every test carries exactly one of these. */
export const effects = ['@read-only', '@writes'] as const satisfies readonly Tag[];

export type Effect = (typeof effects)[number];

/** What an environment may lack, by the tag of a test that needs it: why the test is skipped there. */
export const offers = {
  '@fault': 'no fault control: no API listener whose database refuses, no failures of the model on demand',
  '@scripted': 'no scripted model: a test cannot set its answers',
  '@signed-urls': 'no check of presigned URLs: its object store opens them altered, too late or unsigned',
  '@database-fault': 'no database faults: the role may plant no triggers and sequences',
  '@one-process': 'no single process behind the API: each has counters of its own, and any may answer',
  '@unshared': 'no deployment of the tests’ own: what they do beyond the database would concern others and stay',
  '@events': 'no Kafka that can be reached from here: a test can neither publish nor read events',
  '@redis': 'no Redis that can be reached from here',
  '@chain': 'no chain of services: not every service behind the events runs there',
  '@content': 'no way to store a text: the content service takes none from a test',
  '@files': 'no way to its files: what the deployment writes to disk cannot be read from here',
} as const satisfies Partial<Record<Tag, string>>;

export type Offer = keyof typeof offers;

/** The tags that need an offer. */
export const offerTags = Object.keys(offers) as Offer[];

const isTag = (text: string): text is Tag => tags.some((tag) => tag === text);

/** What is wrong with the tags of a test, one sentence each; empty when they are right. */
export function tagProblems(found: readonly string[]): string[] {
  const unknown = found.filter((tag) => !isTag(tag));
  const effect = effects.filter((tag) => found.includes(tag));
  return [
    ...unknown.map((tag) => `unknown tag ${tag}: env/tags.ts lists ${tags.join(' ')}`),
    ...(effect.length === 1
      ? []
      : [`exactly one of ${effects.join(' and ')} is needed, found ${String(effect.length)}`]),
    ...(found.includes('@smoke') && found.includes('@fault')
      ? ['@fault cannot be in @smoke: no deployment offers it']
      : []),
  ];
}
