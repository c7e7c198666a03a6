import type { Operation } from '../../helpers/http/operation.ts';
import type { Alter, Exchange, ProxiedAnswer } from '../mutants/mutant.ts';
import { answering, isSuccess, statusesOf, type Fault } from './fault.ts';
import { fieldFaults, type Selection } from './field-faults.ts';
import { fieldsOf, inWords, nameOf, type Field } from './fields.ts';
import { jsonOf, withJson } from './json.ts';
import { placesOf, type Path } from './path.ts';

const neighbours: Readonly<Record<string, readonly number[]>> = {
  2: [200, 201],
  3: [302, 307],
  4: [404, 400],
  5: [503, 502],
};

const neighbourOf = (status: number): number | undefined =>
  neighbours[Math.floor(status / 100)]?.find((other) => other !== status);

/** Statuses that an answer gets in place of its own, by operator. */
const otherStatuses = (status: number): [string, number | undefined][] => [
  ['status-neighbour', neighbourOf(status)],
  ['status-200', isSuccess(status) ? undefined : 200],
  ['status-500', status === 500 ? undefined : 500],
];

const adding =
  (path: Path) =>
  (answer: ProxiedAnswer): ProxiedAnswer | undefined => {
    const box = jsonOf(answer);
    const objects = box ? placesOf(box, path).map(({ holder, key }) => holder[key]) : [];
    const changed = objects.filter((object) => typeof object === 'object' && object !== null);
    for (const object of changed) Object.assign(object, { undeclared_field: 'undeclared' });
    return box && changed.length > 0 ? withJson(answer, box.body) : undefined;
  };

const asText = (answer: ProxiedAnswer): ProxiedAnswer | undefined =>
  jsonOf(answer) && { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain; charset=utf-8' } };

/** The body of an earlier answer, if there is another one; best of the same URL. */
function stale(answer: ProxiedAnswer, exchange: Exchange): ProxiedAnswer | undefined {
  const others = exchange.earlier(answer.status).filter((other) => !other.answer.body.equals(answer.body));
  const chosen = others.find(({ url }) => url === exchange.request.url) ?? others[0];
  return chosen && { ...answer, body: chosen.answer.body };
}

const isFixed = ({ path, kinds, isCollection }: Field): boolean =>
  kinds.has('object') && !isCollection && path.at(-1) !== '{}';

/** The body, if it is an object, and the objects of the first list. */
const growing = (fields: readonly Field[]): Field[] => [
  ...fields.filter((field) => field.path.length === 0 && isFixed(field)),
  ...fields.filter((field) => field.path.at(-1) === '[]' && isFixed(field)).slice(0, 1),
];

/** What can be wrong with the answers of an operation that have one status. */
function faultsOf(name: string, { responses }: Operation, status: number, selection: Selection): Fault[] {
  const schema = responses[status];
  const fields = schema ? fieldsOf(schema) : [];
  const kinds = fields[0]?.kinds ?? new Set();
  const isJson = kinds.has('object') || kinds.has('array');
  const from = `a ${String(status)}`;
  const fault = (operator: string, description: string, alter: Alter, field = ''): Fault => ({
    place: String(status),
    operator,
    ...(field === '' ? {} : { field }),
    statuses: [status],
    description,
    alter,
  });
  const statuses = otherStatuses(status).flatMap(([operator, other]) =>
    other === undefined
      ? []
      : [
          fault(
            operator,
            `${from} is sent as ${String(other)}`,
            answering(status, (answer) => ({ ...answer, status: other })),
          ),
        ],
  );
  if (!isJson) return statuses;
  const added = growing(fields).map((field) => {
    const says = `in ${from}, ${inWords(field)} has one more field`;
    return fault('field-added', says, answering(status, adding(field.path)), nameOf(field));
  });
  const replayed: Fault = {
    ...fault('stale-read', `${from} has the body of an earlier one`, answering(status, stale)),
    repeats: true,
  };
  return [
    ...statuses,
    ...added,
    ...(isSuccess(status) ? [replayed] : []),
    fault('content-type', `${from} calls its JSON text/plain`, answering(status, asText)),
    ...fieldFaults(name, status, fields, selection),
  ];
}

/** What can be wrong with the answers of an operation. */
export const answerFaults = (name: string, operation: Operation, selection: Selection): Fault[] =>
  statusesOf(operation.responses).flatMap((status) => faultsOf(name, operation, status, selection));
