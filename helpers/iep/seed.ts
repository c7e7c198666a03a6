/** Codes of the disability types that every deployment is seeded with (contract 5). */
export const seededCodes = ['AU', 'DB', 'DD', 'ED', 'HI', 'ID', 'MD', 'OI', 'OHI', 'SLD', 'SLI', 'TBI', 'VI'];

/** Families of seeded templates that belong to a disability type: its code, their label, how many default goals they have. */
export const seededFamilies = [
  { code: 'SLD', label: 'SLD', goals: 3 },
  { code: 'AU', label: 'Autism', goals: 3 },
  { code: 'ED', label: 'ED', goals: 3 },
] as const;

/** Sections of a seeded template, and whether each is required (contract 5). */
export const seededSections = (code: string, gradeLevel: string): Record<string, boolean> => ({
  present_levels: true,
  goals: true,
  services: true,
  accommodations: true,
  transition: gradeLevel === '9-12',
  behavior_plan: code === 'ED',
});
