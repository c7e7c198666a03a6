/** Codes of the disability types that every deployment is seeded with (contract 5). */
export const seededCodes = ['AU', 'DB', 'DD', 'ED', 'HI', 'ID', 'MD', 'OI', 'OHI', 'SLD', 'SLI', 'TBI', 'VI'];

/** Levels that each family of seeded templates has one template for: the start of its name, and its grade level. */
export const seededLevels = [
  { level: 'Elementary', grade_level: 'K-5' },
  { level: 'Middle School', grade_level: '6-8' },
  { level: 'High School', grade_level: '9-12' },
] as const;

/** A family of seeded templates: the code of its disability type, what its templates are called, how many default goals each has. */
export interface SeededFamily {
  readonly code: string | null;
  readonly nameOf: (level: string) => string;
  readonly goals: number;
}

/** The four families (contract 5); the last belongs to no disability type. */
export const seededFamilies: readonly SeededFamily[] = [
  { code: 'SLD', nameOf: (level) => `${level} SLD Template`, goals: 3 },
  { code: 'AU', nameOf: (level) => `${level} Autism Template`, goals: 3 },
  { code: 'ED', nameOf: (level) => `${level} ED Template`, goals: 3 },
  { code: null, nameOf: (level) => `General ${level} Template`, goals: 0 },
];

/** Sections of a seeded template, and whether each is required (contract 5). */
export const seededSections = (code: string | null, gradeLevel: string): Record<string, boolean> => ({
  present_levels: true,
  goals: true,
  services: true,
  accommodations: true,
  transition: gradeLevel === '9-12',
  behavior_plan: code === 'ED',
});
