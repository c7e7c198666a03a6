/**
 * The closed list of tags. The first ten are the plans' markers; the effect says what a test does to the deployment; the
 * last three say what it needs from its environment.
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
  '@database-fault',
] as const;

export type Tag = (typeof tags)[number];

/** Every test carries exactly one of these. */
export const effects = ['@read-only', '@writes'] as const satisfies readonly Tag[];

export type Effect = (typeof effects)[number];

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
