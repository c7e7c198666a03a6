import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { list, record } from '../../../fastapi/composites.ts';
import { text } from '../../../fastapi/scalars.ts';
import { refuse, type Shape } from '../../../fastapi/shape.ts';
import { inTransaction, type Client } from '../../library/database.ts';
import { plainError } from '../../library/http.ts';
import { courseCode, maybe, type CourseCode } from '../../payloads/common.ts';
import { domainError } from '../errors.ts';
import { ClassEvents } from '../events.ts';
import { classTopics } from '../names.ts';
import { deleteClass, findClass, findCourse, insertClass, rosterOf, updateClass } from '../repositories/classes.ts';
import { bodyOf, idOf, userOf, type OfId, type Resources } from './requests.ts';

const name = text({ min: 1, max: 100 });
const codes: Shape<CourseCode[]> = {
  ...list(courseCode),
  check(input, loc, issues) {
    if (!Array.isArray(input) || input.length > 0) return list(courseCode).check(input, loc, issues);
    return refuse(issues, loc, input, 'too_short', 'List should have at least 1 item after validation, not 0');
  },
};
const creation = record({ name, course_codes: codes });
const change = record({ name: maybe(name), course_codes: maybe(codes) });

const notFound = plainError(404, 'Class not found');

/** The id of the one course that a class may have. Throws a domain error for more, and for one that the table lacks. */
async function courseIdOf(
  client: Client,
  course_codes: readonly CourseCode[],
  { operation, correlationId }: { operation: string; correlationId: string },
): Promise<string> {
  const [code = ''] = course_codes;
  const about = { operation, correlationId };
  if (course_codes.length > 1) {
    const message = `Multiple courses provided (${course_codes.join(', ')}), but only one course per class is supported`;
    const details = { provided_course_codes: course_codes };
    throw domainError({ ...about, code: 'MULTIPLE_COURSE_ERROR', message, details });
  }
  const id = await findCourse(client, code);
  if (id !== undefined) return id;
  const details = { course_id: code, missing_course_codes: [code] };
  throw domainError({ ...about, code: 'COURSE_NOT_FOUND', message: `Course not found: ${code}`, details });
}

/** Classes (contract b.2). */
export function addClassRoutes(app: FastifyInstance, resources: Resources): void {
  addWriting(app, resources);
  addReading(app, resources);
}

function addReading(app: FastifyInstance, { database }: Resources): void {
  app.get<OfId>('/v1/classes/:id', async (request) => {
    userOf(request);
    const found = await findClass(database, idOf(request, 'class'));
    if (found === undefined) throw notFound;
    return found;
  });
  // Without a user: NLP asks.
  app.get<OfId>('/v1/classes/:id/roster', async (request) => {
    const id = idOf(request, 'class');
    if ((await findClass(database, id)) === undefined) throw notFound;
    return { students: await rosterOf(database, id) };
  });
}

function addWriting(app: FastifyInstance, { database, outbox }: Resources): void {
  app.post('/v1/classes', (_request, reply) => reply.code(308).header('location', '/v1/classes/').send());
  app.post('/v1/classes/', async (request, reply) => {
    const user = userOf(request);
    const { name, course_codes } = bodyOf(request, creation);
    const correlationId = randomUUID();
    const id = await inTransaction(database, async (client) => {
      const courseId = await courseIdOf(client, course_codes, { operation: 'create_class', correlationId });
      const id = await insertClass(client, { name, courseId, user });
      const events = new ClassEvents(outbox, client, correlationId);
      const told = { class_id: id, class_designation: name, course_codes };
      await events.tell(classTopics.classCreated, 'class.created', { ...told, user_id: user });
      await events.notify({ teacher: user, type: 'class_created', priority: 'standard', classId: id, payload: told });
      return id;
    });
    return reply.code(201).send({ id, name });
  });
  app.put<OfId>('/v1/classes/:id', async (request) => {
    const user = userOf(request);
    const id = idOf(request, 'class');
    const { name, course_codes } = bodyOf(request, change);
    const correlationId = randomUUID();
    return inTransaction(database, async (client) => {
      const about = { operation: 'update_class', correlationId };
      if ((await findClass(client, id)) === undefined) throw notFound;
      const courseId = course_codes === null ? null : await courseIdOf(client, course_codes, about);
      await updateClass(client, id, { name, courseId });
      const told = { class_id: id, class_designation: name, course_codes, user_id: user };
      await new ClassEvents(outbox, client, correlationId).tell(classTopics.classUpdated, 'class.updated', told);
      return findClass(client, id);
    });
  });
  app.delete<OfId>('/v1/classes/:id', async (request) => {
    userOf(request);
    if (!(await deleteClass(database, idOf(request, 'class')))) throw notFound;
    return { message: 'Class deleted successfully' };
  });
}
