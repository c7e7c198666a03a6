/** The rows of contract 5 that the service writes into an empty database. */
export interface SeedDisability {
  code: string;
  name: string;
  description: string;
  federal_category: string;
}

const disability = (code: string, name: string, description: string): SeedDisability => ({
  ...{ code, name, description, federal_category: name },
});

export const disabilities: readonly SeedDisability[] = [
  disability('AU', 'Autism', 'Affects communication and social interaction, usually evident before age three.'),
  disability('DB', 'Deaf-Blindness', 'Concomitant hearing and visual impairments.'),
  disability('DD', 'Developmental Delay', 'Delay in physical, cognitive, communication, social or adaptive growth.'),
  disability('ED', 'Emotional Disturbance', 'A lasting condition that adversely affects educational performance.'),
  disability('HI', 'Hearing Impairment', 'Permanent or fluctuating impairment in hearing.'),
  disability(
    'ID',
    'Intellectual Disability',
    'General intellectual functioning below average, with adaptive deficits.',
  ),
  disability('MD', 'Multiple Disabilities', 'Concomitant impairments with severe educational needs.'),
  disability('OI', 'Orthopedic Impairment', 'A severe orthopedic impairment that affects education.'),
  disability('OHI', 'Other Health Impairment', 'Limited strength, vitality or alertness due to health problems.'),
  disability('SLD', 'Specific Learning Disability', 'A disorder in understanding or using language or mathematics.'),
  disability('SLI', 'Speech or Language Impairment', 'A communication disorder such as stuttering.'),
  disability('TBI', 'Traumatic Brain Injury', 'An acquired injury to the brain by an external force.'),
  disability('VI', 'Visual Impairment', 'An impairment in vision that affects education even with correction.'),
];

export interface SeedTemplate {
  name: string;
  disability: string | null;
  grade_level: string;
  sections: Record<string, { required: boolean; description: string; fields: string[] }>;
  default_goals: Record<string, string>[];
}

const levels = [
  ['Elementary', 'K-5'],
  ['Middle School', '6-8'],
  ['High School', '9-12'],
] as const;

const families = [
  { name: 'SLD', disability: 'SLD', domains: ['Reading', 'Written Expression', 'Mathematics'] },
  { name: 'Autism', disability: 'AU', domains: ['Communication', 'Social Skills', 'Self-Regulation'] },
  { name: 'ED', disability: 'ED', domains: ['Behavior', 'Coping Skills', 'Peer Relations'] },
];

function sectionsOf(grade: string, behaviour: boolean): SeedTemplate['sections'] {
  const section = (required: boolean, description: string, fields: string[]): SeedTemplate['sections'][string] => ({
    ...{ required, description, fields },
  });
  return {
    present_levels: section(true, 'Present levels of performance', ['strengths', 'needs', 'impact']),
    goals: section(true, 'Measurable annual goals', ['annual_goals', 'objectives']),
    services: section(true, 'Special education and related services', ['service_type', 'frequency', 'location']),
    accommodations: section(true, 'Accommodations and modifications', ['classroom', 'testing']),
    transition: section(grade === '9-12', 'Transition services', ['postsecondary_goals', 'activities']),
    behavior_plan: section(behaviour, 'Behavior intervention plan', ['target_behaviors', 'interventions']),
  };
}

const goal = (domain: string): Record<string, string> => ({
  domain,
  goal_template: `The student will improve in ${domain.toLowerCase()} as measured by weekly probes.`,
  target_criteria: '80 % in four of five trials',
});

export const templates: readonly SeedTemplate[] = [
  ...families.flatMap(({ name, disability: code, domains }) =>
    levels.map(([level, grade]) => ({
      ...{ name: `${level} ${name} Template (${grade})`, disability: code, grade_level: grade },
      ...{ sections: sectionsOf(grade, code === 'ED'), default_goals: domains.map(goal) },
    })),
  ),
  ...levels.map(([level, grade]) => ({
    ...{ name: `General ${level} Template (${grade})`, disability: null, grade_level: grade },
    ...{ sections: sectionsOf(grade, false), default_goals: [] },
  })),
];
