import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { list, record } from '../../../fastapi/composites.ts';
import { uuid } from '../../../fastapi/formats.ts';
import { text } from '../../../fastapi/scalars.ts';
import type { Of } from '../../../fastapi/shape.ts';
import { inTransaction, type Client } from '../../library/database.ts';
import { plainError } from '../../library/http.ts';
import { maybe } from '../../payloads/common.ts';
import { email } from '../email.ts';
import { ClassEvents } from '../events.ts';
import { classTopics } from '../names.ts';
import { ownerOf } from '../repositories/classes.ts';
import * as students from '../repositories/students.ts';
import { bodyOf, idOf, userOf, type OfId, type Resources } from './requests.ts';

const person = record({ first_name: text(), last_name: text(), legal_full_name: maybe(text()) });
const classIds = maybe(list(uuid()));
const creation = record({ person_name: person, email: maybe(email), class_ids: classIds });
const change = record({
  ...{ person_name: maybe(person), email: maybe(email) },
  ...{ add_class_ids: classIds, remove_class_ids: classIds },
});

const notFound = plainError(404, 'Student not found');

/** The legal name is the first and the last one where it is not given. */
function namesOf({ first_name, last_name, legal_full_name }: Of<typeof person>): students.Names {
  return { first_name, last_name, legal_full_name: legal_full_name ?? `${first_name} ${last_name}` };
}

/** Students (contract b.2). */
export function addStudentRoutes(app: FastifyInstance, resources: Resources): void {
  addCreation(app, resources);
  addChange(app, resources);
  app.get<OfId>('/v1/classes/students/:id', async (request) => {
    userOf(request);
    const found = await students.findStudent(resources.database, idOf(request, 'student'));
    if (found === undefined) throw notFound;
    return found;
  });
  app.delete<OfId>('/v1/classes/students/:id', async (request) => {
    userOf(request);
    if (!(await students.deleteStudent(resources.database, idOf(request, 'student')))) throw notFound;
    return { message: 'Student deleted successfully' };
  });
}

/** Tells the owner of the first class who has joined it. */
async function tellOwner(
  client: Client,
  events: ClassEvents,
  id: string,
  name: string,
  classId?: string,
): Promise<void> {
  const teacher = classId === undefined ? undefined : await ownerOf(client, classId);
  if (classId === undefined || teacher === undefined) return;
  const payload = { student_id: id, student_name: name, class_id: classId };
  await events.notify({ teacher, type: 'student_added_to_class', priority: 'low', classId, payload });
}

function addCreation(app: FastifyInstance, { database, outbox }: Resources): void {
  app.post('/v1/classes/students', async (request, reply) => {
    const user = userOf(request);
    const { person_name, email, class_ids } = bodyOf(request, creation);
    const { first_name, last_name } = person_name;
    const full_name = `${first_name} ${last_name}`;
    const classes = class_ids ?? [];
    const id = await inTransaction(database, async (client) => {
      const id = await students.insertStudent(client, { names: namesOf(person_name), email, user });
      await students.joinClasses(client, id, classes);
      const events = new ClassEvents(outbox, client, randomUUID());
      await events.tell(classTopics.studentCreated, 'student.created', {
        ...{ student_id: id, first_name, last_name, student_email: email ?? '' },
        ...{ class_ids: classes, created_by_user_id: user },
      });
      await tellOwner(client, events, id, full_name, classes[0]);
      return id;
    });
    return reply.code(201).send({ id, full_name });
  });
}

function addChange(app: FastifyInstance, { database, outbox }: Resources): void {
  app.put<OfId>('/v1/classes/students/:id', async (request) => {
    const user = userOf(request);
    const id = idOf(request, 'student');
    const { person_name, email, add_class_ids, remove_class_ids } = bodyOf(request, change);
    return inTransaction(database, async (client) => {
      if ((await students.findStudent(client, id)) === undefined) throw notFound;
      const names = person_name && namesOf(person_name);
      await students.updateStudent(client, id, { names, email });
      await students.joinClasses(client, id, add_class_ids ?? []);
      await students.leaveClasses(client, id, remove_class_ids ?? []);
      await new ClassEvents(outbox, client, randomUUID()).tell(classTopics.studentUpdated, 'student.updated', {
        ...{ student_id: id, first_name: names?.first_name ?? null, last_name: names?.last_name ?? null },
        ...{ student_email: email, add_class_ids, remove_class_ids, updated_by_user_id: user },
      });
      return students.findStudent(client, id);
    });
  });
}
