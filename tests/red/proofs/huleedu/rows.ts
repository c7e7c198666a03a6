import { connectDatabase } from '../../../../detection/database/connection.ts';
import type { SystemSettings } from '../../../../env/systems/index.ts';
import { databases, spareDatabase } from '../../../../sandbox/huleedu/settings.ts';
import type { Lie } from '../../proof.ts';

/** A service by its database; `spare` is the class management for faults. */
type Service = 'classManagement' | 'batchOrchestrator' | 'essayLifecycle' | 'spare';

/** Rows that a service writes from a call on, and what is made of them behind its back. */
export interface FalseRows {
  readonly service: Service;
  readonly table: string;
  /** SQL on the row `NEW`; `$id` is the id that the call's answer gives. Only rows of the proof's test may fit. */
  readonly when: string;
  /** PL/pgSQL statements that change `NEW`; `RETURN NULL` drops it. */
  readonly make: string;
}

/** Runs statements as the owner of a service's tables in the sandbox. */
export async function asOwner({ huleedu }: SystemSettings, service: Service, statements: string): Promise<void> {
  if (!huleedu) throw new Error('the run hosts no HuleEdu');
  const { spare, databases: urls } = huleedu;
  const url = new URL(service === 'spare' ? (spare?.databaseUrl ?? '') : urls[service]);
  const { user, password } = (service === 'spare' ? spareDatabase : databases[service]).owner;
  Object.assign(url, { username: user, password });
  const database = await connectDatabase(url.href);
  await database.query(statements);
  await database.close();
}

/** The real answer to a call that creates something, whose rows are false from then on. */
export const falsifies =
  ({ service, table, when, make }: FalseRows): Lie =>
  async (forward, settings) => {
    const reply = await forward();
    const { id, batch_id = id } = JSON.parse(reply.body.toString('utf8')) as { id?: string; batch_id?: string };
    if (batch_id === undefined) return reply;
    const name = `red_${batch_id.replaceAll('-', '')}`;
    await asOwner(
      settings,
      service,
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $red$ BEGIN ${make}; RETURN NEW; END $red$;
       CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW
         WHEN (${when.replaceAll('$id', `'${batch_id}'`)}) EXECUTE FUNCTION ${name}()`,
    );
    return reply;
  };

/** Records of a topic that speak of what the call creates are sent with a part of their text replaced (SQL's regular expressions). */
export const tells = (service: Service, topic: string, from: string, to: string): Lie =>
  falsifies({
    service,
    table: 'event_outbox',
    when: `NEW.topic = '${topic}' AND position($id in NEW.event_data::text) > 0`,
    make: `NEW.event_data := regexp_replace(NEW.event_data::text, '${from}', '${to}')`,
  });
