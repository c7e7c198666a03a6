import { asks, type Rule } from './rule.ts';

const what: Record<string, string> = {
  agenda_approval: 'the approval of the agenda',
  user_turn_participation: 'the user’s part in a round',
  periodic_stop: 'the periodic stop',
  topic_conclusion: 'the confirmation of a topic’s end',
  topic_continuation: 'the decision on the next topic',
};

/** Pauses that are lost, doubled or spoilt. */
export const questionRules: readonly Rule[] = Object.entries(what).flatMap(([type, meaning]) => [
  asks(type, `${type}-lost`, `${meaning} is not asked for`, (_, { options }) => ({
    ...{ action: options[0], fields: {} },
  })),
  asks(type, `${type}-twice`, `${meaning} is asked for twice`, (put, question, otherwise) => {
    put(question, otherwise);
    return put(question, otherwise);
  }),
  asks(type, `${type}-options`, `${meaning} lacks its last option`, (put, question, otherwise) => {
    const [first, ...others] = question.options;
    return put({ ...question, options: [first, ...others.slice(0, -1)] }, otherwise);
  }),
  asks(type, `${type}-type`, `${meaning} has another type`, (put, question, otherwise) =>
    put({ ...question, type: 'question' }, otherwise),
  ),
  asks(type, `${type}-ignored`, `the answer to ${meaning} is ignored`, (put, question, otherwise) => {
    const { fields } = put(question, otherwise);
    return { action: question.options[0], fields: 'agenda' in fields ? {} : fields };
  }),
]);
