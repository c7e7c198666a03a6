interface Goal {
  domain: string;
  goal_text: string;
  target_criteria: string;
  measurement_method: string;
}

/** A section of an individual education plan: a text, and one for each field that the template names. */
export function sectionFor(input: Record<string, unknown>, judgement: string): Record<string, unknown> {
  const name = textOf(input['section_name'], 'section');
  const student = nameOf(input);
  const section = recordOf(input['section']);
  const fields = Array.isArray(section['fields']) ? section['fields'].filter((field) => typeof field === 'string') : [];
  const words = (field: string): string => field.replaceAll('_', ' ');
  return {
    [`${name}_content`]: `${student} ${judgement} in ${words(name)}.`,
    ...Object.fromEntries(fields.map((field) => [field, `${student}: ${words(field)} as observed by the team.`])),
  };
}

/** That many measurable goals for the student, in turn for reading, mathematics and behaviour. */
export function goalsFor(input: Record<string, unknown>, count: number): Goal[] {
  const domains = ['Reading', 'Mathematics', 'Behaviour'];
  return Array.from({ length: count }, (_, index) => {
    const domain = domains[index % domains.length] ?? 'Reading';
    return {
      domain,
      goal_text: `${nameOf(input)} will meet the grade's aim in ${domain.toLowerCase()} by the end of the year.`,
      target_criteria: `${String(75 + 5 * index)} % in four of five trials`,
      measurement_method: 'Weekly probes',
    };
  });
}

function nameOf(input: Record<string, unknown>): string {
  return textOf(recordOf(input['student'])['first_name'], 'The student');
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
