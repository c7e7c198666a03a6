import { topics } from '../../huleedu/payloads/names.ts';
import { rule, told, toldData, type Data, type Rule } from './rule.ts';

const where = { touches: ['monitor classManagement'] };
const topic = topics.associationsConfirmed;

const data = (name: string, description: string, change: (data: Data) => Data | undefined): Rule =>
  rule(name, description, where, (applied) =>
    toldData(applied, 'classManagement', topic, (data) =>
      data['timeout_triggered'] === true ? change(data) : undefined,
    ),
  );

const each = (name: string, description: string, change: (association: Data) => Data): Rule =>
  data(name, description, (data) => ({ ...data, associations: (data['associations'] as Data[]).map(change) }));

/** Faults of what the monitor of time-outs tells (contract c). */
export const timeoutRules: Rule[] = [
  rule('timeout-not-told', 'What the monitor confirmed is not told.', where, (applied) =>
    told(applied, 'classManagement', topic, ({ data }) => (data['timeout_triggered'] === true ? null : undefined)),
  ),
  data('timeout-as-human', 'A time-out is told as a confirmation.', (data) => ({
    ...data,
    timeout_triggered: false,
  })),
  data('timeout-course-defaulted', 'A time-out is of ENG5.', (data) =>
    data['course_code'] === 'ENG5' ? undefined : { ...data, course_code: 'ENG5' },
  ),
  data('timeout-first-only', 'Only the first row that is due is told.', (data) => {
    const associations = data['associations'] as Data[];
    return associations.length > 1 ? { ...data, associations: associations.slice(0, 1) } : undefined;
  }),
  data('timeout-summary', 'The summary of a time-out counts nothing.', (data) => ({
    ...data,
    validation_summary: { total_associations: 0, confirmed: 0, rejected: 0 },
  })),
  each('timeout-score-of-unknown', 'The UNKNOWN student is told with a score.', (item) =>
    item['confidence_score'] === 0 ? { ...item, confidence_score: 0.5 } : item,
  ),
  each('timeout-score-of-kept', 'A kept student is told with 0.95.', (item) =>
    item['confidence_score'] === 0 ? item : { ...item, confidence_score: 0.95 },
  ),
  each('timeout-told-as-human', 'An association of a time-out is told as a person’s.', (item) => ({
    ...item,
    validation_method: 'human',
  })),
  each('timeout-told-by', 'An association of a time-out does not tell by whom.', (item) => ({
    ...item,
    validated_by: null,
  })),
];
