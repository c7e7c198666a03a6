import { list } from '../../fastapi/composites.ts';
import { float, flag, integer, text } from '../../fastapi/scalars.ts';
import { record, withDefault } from '../../fastapi/composites.ts';
import { invalid, refuse, type Issue, type Of, type Shape } from '../../fastapi/shape.ts';
import { courseCode, maybe } from '../payloads/common.ts';

/** Body of `POST /v1/batches/register` (contract d.3). */
const fields = record({
  expected_essay_count: above(integer(), 0),
  course_code: courseCode,
  essay_instructions: text(),
  user_id: text(),
  class_id: maybe(text()),
  essay_ids: maybe(list(text())),
  enable_cj_assessment: withDefault(flag(), false),
  cj_default_llm_model: maybe(text()),
  cj_default_temperature: maybe(float({ ge: 0, le: 2 })),
});

/** What a batch was registered with; it is kept whole. */
export type Registration = Of<typeof fields>;

function above(shape: Shape<number>, limit: number): Shape<number> {
  return {
    ...shape,
    check(input, loc, issues) {
      const value = shape.check(input, loc, issues);
      if (value === invalid || value > limit) return value;
      const msg = `Input should be greater than ${String(limit)}`;
      return refuse(issues, loc, input, 'greater_than', msg, { gt: limit });
    },
  };
}

/** The registration, or all that is wrong with the body. Ids of essays are only counted: the service makes its own. */
export function readRegistration(body: unknown): Registration | Issue[] {
  const issues: Issue[] = [];
  const value = fields.check(body, [], issues);
  if (value === invalid) return issues;
  const { essay_ids: ids, expected_essay_count: count } = value;
  if (ids === null || ids.length === count) return value;
  const msg = `Value error, Length of essay_ids (${String(ids.length)}) must match expected_essay_count (${String(count)})`;
  refuse(issues, [], body, 'value_error', msg);
  return issues;
}
