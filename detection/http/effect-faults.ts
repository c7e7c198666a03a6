import type { Operation } from '../../helpers/http/operation.ts';
import type { Alter, Exchange, ProxiedAnswer } from '../mutants/mutant.ts';
import { answering, isSuccess, statusesOf, type Fault } from './fault.ts';
import { isObject, jsonOf, withJson } from './json.ts';

/** An earlier answer that repeats what this request sends, as if it had just been given. */
function claimOf(exchange: Exchange, status: number): ProxiedAnswer | undefined {
  const { request } = exchange;
  const answers = exchange.earlier(status);
  const chosen = (answers.find(({ url }) => url === request.url) ?? answers[0])?.answer;
  if (!chosen) return undefined;
  const claim = { ...chosen, headers: { ...chosen.headers, date: new Date().toUTCString() } };
  const told = jsonOf(chosen)?.body;
  const sent = jsonOf(request)?.body;
  if (!isObject(told) || !isObject(sent)) return claim;
  const repeated = Object.entries(sent).filter(([name]) => Object.hasOwn(told, name));
  return withJson(claim, { ...told, ...Object.fromEntries(repeated) });
}

const notForwarded =
  (status: number): Alter =>
  (exchange, applied) => {
    const claim = status === 204 ? { status, headers: {}, body: Buffer.alloc(0) } : claimOf(exchange, status);
    if (!claim) return exchange.forward();
    applied();
    return Promise.resolve(claim);
  };

const forwardedTwice = (status: number): Alter =>
  answering(status, async (answer, exchange) => {
    const second = await exchange.forward();
    // What the API refuses the second time changes nothing.
    return second.status === status ? answer : undefined;
  });

/** What can be wrong with a success of an operation beside its answer. */
export function effectFaults({ method, writes, responses }: Operation): Fault[] {
  const status = statusesOf(responses).find(isSuccess);
  if (status === undefined) return [];
  const fault = (operator: string, description: string, alter: Alter): Fault => ({
    place: String(status),
    operator,
    statuses: [status],
    description,
    alter,
  });
  const given = `a ${String(status)}`;
  const delayed = fault(
    'delayed',
    `${given} is never sent`,
    answering(status, () => 'silence'),
  );
  if (!writes) return [delayed];
  const reset = answering(status, () => 'reset');
  const claims = `it is not carried out and answered with ${given === 'a 204' ? given : `an earlier ${String(status)}`}`;
  return [
    delayed,
    fault('reset-after-write', `it is carried out, and the connection is reset in place of ${given}`, reset),
    { ...fault('not-forwarded', claims, notForwarded(status)), repeats: true },
    // What is removed twice is no more than removed.
    ...(method === 'DELETE' ? [] : [fault('forwarded-twice', 'it is carried out twice', forwardedTwice(status))]),
  ];
}
