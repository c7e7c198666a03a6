import type { Operation } from '../../helpers/http/operation.ts';
import type { Alter, ProxiedRequest } from '../mutants/mutant.ts';
import { isSuccess, statusesOf, type Fault } from './fault.ts';
import { fieldsOf, nameOf, type Field } from './fields.ts';
import { jsonOf, withJson } from './json.ts';
import { placesOf } from './path.ts';
import { drop } from './structural-operators.ts';

/** Hands another request on in place of the one that came; undefined leaves it as it is. */
const requesting =
  (change: (request: ProxiedRequest) => ProxiedRequest | undefined): Alter =>
  (exchange, applied) => {
    const changed = change(exchange.request);
    if (changed) applied();
    return exchange.forward(changed);
  };

const withoutField =
  ({ path }: Field) =>
  (request: ProxiedRequest): ProxiedRequest | undefined => {
    const box = jsonOf(request);
    // To send null and to send nothing is the same to most fields.
    const places = box ? placesOf(box, path).filter(({ holder, key }) => holder[key] !== null) : [];
    for (const place of places) drop.change(place, () => []);
    return box && places.length > 0 ? withJson(request, box.body) : undefined;
  };

const withoutParameter =
  (name: string) =>
  (request: ProxiedRequest): ProxiedRequest | undefined => {
    const [path = '', ...rest] = request.url.split('?');
    const pairs = rest.join('?').split('&');
    const kept = pairs.filter((pair) => !new URLSearchParams(pair).has(name));
    if (kept.length === pairs.length) return undefined;
    return { ...request, url: kept.length > 0 ? `${path}?${kept.join('&')}` : path };
  };

const named = (schema: Operation['body']): Field[] =>
  schema ? fieldsOf(schema).filter(({ path }) => !['[]', '{}', undefined].includes(path.at(-1))) : [];

/** What an operation can overlook in its request. */
export function requestFaults({ responses, body, query }: Operation): Fault[] {
  const statuses = statusesOf(responses).filter(isSuccess);
  const fault = (operator: string, field: string, description: string, alter: Alter): Fault => ({
    place: 'request',
    operator,
    field,
    statuses,
    description,
    alter,
  });
  return [
    ...named(body).map((field) => {
      const says = `field ${nameOf(field)} of the body is not handed on`;
      return fault('request-field-dropped', nameOf(field), says, requesting(withoutField(field)));
    }),
    ...named(query).map((field) => {
      const says = `query parameter ${nameOf(field)} is not handed on`;
      return fault('query-ignored', nameOf(field), says, requesting(withoutParameter(nameOf(field))));
    }),
  ];
}
