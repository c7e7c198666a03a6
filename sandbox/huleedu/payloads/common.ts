import { list, nullable, record, withDefault } from '../../fastapi/composites.ts';
import { choice } from '../../fastapi/formats.ts';
import { text } from '../../fastapi/scalars.ts';
import { invalid, refuse, type Issue, type Of, type Shape } from '../../fastapi/shape.ts';

/** A payload that does not hold what contract a.3 lays down. */
export class InvalidPayload extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super(issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '));
    this.name = 'InvalidPayload';
  }
}

/** The payload as its model has it: unknown members are dropped, absent ones get their default. Throws `InvalidPayload`. */
export function read<T>(shape: Shape<T>, data: unknown): T {
  const issues: Issue[] = [];
  const value = shape.check(data, ['data'], issues);
  if (value === invalid) throw new InvalidPayload(issues);
  return value;
}

/** A date-time of ISO 8601, with or without a zone; kept as it was written. */
export function moment(): Shape<string> {
  return {
    schema: { type: 'string', format: 'date-time' },
    check(input, loc, issues) {
      if (typeof input === 'string' && /^\d{4}-\d{2}-\d{2}[T ]/.test(input) && !Number.isNaN(Date.parse(input))) {
        return input;
      }
      return refuse(issues, loc, input, 'datetime_parsing', 'Input should be a valid datetime');
    },
  };
}

/** Section e of the contract. */
export const courses = ['ENG5', 'ENG6', 'ENG7', 'SV1', 'SV2', 'SV3'] as const;
export const courseCode = choice(...courses);
export type CourseCode = Of<typeof courseCode>;

/** The language that a course is taught in. */
export const languageOf = (course: CourseCode): 'en' | 'sv' => (course.startsWith('ENG') ? 'en' : 'sv');

export const essayReference = record({ essay_id: text(), text_storage_id: text() });
export type EssayReference = Of<typeof essayReference>;
export const essayReferences = list(essayReference);

/** May be absent. */
export const maybe = <T>(shape: Shape<T>): Shape<T | null> => withDefault(nullable(shape), null);

/** What events 3 to 6 have in common. */
export const baseFields = {
  entity_id: maybe(text()),
  entity_type: maybe(text()),
  parent_id: maybe(text()),
  timestamp: maybe(moment()),
};

/** The base of an event about a whole batch, as its producer fills it. */
export const batchBase = (name: string, batchId: string): object => ({
  event_name: name,
  entity_id: batchId,
  entity_type: 'batch',
  parent_id: null,
  timestamp: new Date().toISOString(),
});
