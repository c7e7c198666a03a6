import { createHash } from 'node:crypto';
import type { Exchange, ProxiedAnswer } from '../mutants/mutant.ts';
import { answering, type Fault } from './fault.ts';
import type { FieldOperator } from './field-operator.ts';
import { inWords, nameOf, type Field } from './fields.ts';
import { jsonOf, withJson } from './json.ts';
import { meaningOperators } from './meaning-operators.ts';
import { placesOf } from './path.ts';
import { structuralOperators } from './structural-operators.ts';

/** Whether all structural operators are wanted for each field, or one that the seed draws. */
export interface Selection {
  readonly all: boolean;
  readonly seed: number;
}

/** One of them; what is drawn for a field does not depend on other fields. */
function drawn(operators: readonly FieldOperator[], id: string, { all, seed }: Selection): readonly FieldOperator[] {
  if (all || operators.length === 0) return operators;
  const lot = createHash('sha256')
    .update(`${String(seed)} ${id}`)
    .digest()
    .readUInt32BE();
  return operators.slice(lot % operators.length).slice(0, 1);
}

/** The values of the field in earlier answers with this status, the newest first. */
const earlierValues = ({ path }: Field, status: number, exchange: Exchange): unknown[] =>
  exchange.earlier(status).flatMap(({ answer }) => {
    const box = jsonOf(answer);
    return box ? placesOf(box, path).map(({ holder, key }) => holder[key]) : [];
  });

const changing =
  (field: Field, { change }: FieldOperator, status: number) =>
  (answer: ProxiedAnswer, exchange: Exchange): ProxiedAnswer | undefined => {
    const box = jsonOf(answer);
    if (!box) return undefined;
    const earlier = (): unknown[] => earlierValues(field, status, exchange);
    const changed = placesOf(box, field.path).filter((place) => change(place, earlier));
    return changed.length > 0 ? withJson(answer, box.body) : undefined;
  };

/** Every change of every field of the answers with one status. */
export function fieldFaults(
  operation: string,
  status: number,
  fields: readonly Field[],
  selection: Selection,
): Fault[] {
  return fields.flatMap((field) => {
    const name = nameOf(field);
    const structural = drawn(structuralOperators(field), `${operation}:${String(status)}:${name}`, selection);
    return [...structural, ...meaningOperators(field)].map((operator) => ({
      place: String(status),
      operator: operator.name,
      ...(name === '' ? {} : { field: name }),
      statuses: [status],
      description: `in a ${String(status)}, ${inWords(field)} ${operator.says}`,
      alter: answering(status, changing(field, operator, status)),
    }));
  });
}
