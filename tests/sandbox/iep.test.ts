import { expect, test, textOf, type Json } from './iep.ts';

const students = '/api/v1/students';
const listOf = (json: Json | undefined): Json[] => json as unknown as Json[];
const person = { first_name: 'Grace', last_name: 'Hopper', date_of_birth: '2014-12-09' };

test('an empty database gets the seed rows', async ({ deployment: { service } }) => {
  const types = listOf((await service.call('GET', '/api/v1/templates/disability-types')).json);
  const codes = types.map((type) => textOf(type['code'])).sort();
  expect(codes.join(' ')).toBe('AU DB DD ED HI ID MD OHI OI SLD SLI TBI VI');
  expect(types[0]).toMatchObject({ state_category: null, accommodation_defaults: {}, is_active: true });
  const { json } = await service.call('GET', '/api/v1/templates?size=100');
  expect(json).toMatchObject({ total: 12, pages: 1, has_next: false });
  const sections = listOf(json['items']).map((template) => Object.keys(template['sections'] ?? {}).join());
  expect(new Set(sections)).toEqual(new Set(['present_levels,goals,services,accommodations,transition,behavior_plan']));
});

test('a student is created once, also by two at once, and comes and goes', async ({ deployment: { service } }) => {
  const body = { ...person, student_id: 'hopper', grade_level: '', disability_codes: [' sld', ' ', 'ED '] };
  const answers = await Promise.all([1, 2, 3].map(() => service.call('POST', students, body)));
  const created = answers.find(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status === 400);
  expect(refused.map(({ json }) => json)).toEqual(
    [1, 2].map(() => ({ detail: 'Student with ID hopper already exists' })),
  );
  expect(created?.json).toMatchObject({ full_name: 'Grace Hopper', disability_codes: ['SLD', 'ED'], updated_at: null });
  const path = `${students}/${textOf(created?.json['id'])}`;
  for (const round of [1, 2]) expect([round, (await service.call('DELETE', path)).status]).toEqual([round, 200]);
  expect((await service.call('GET', path)).json).toMatchObject({
    is_active: false,
    updated_at: expect.any(String),
  });
  const revived = await service.call('PUT', path, { is_active: true, middle_name: null, disability_codes: [' x'] });
  expect(revived.json).toMatchObject({ is_active: true, disability_codes: [' x'] });
  expect((await service.call('GET', `${students}/by-student-id/hopper`)).json).toEqual(revived.json);
});

test('a code is found however its JSON spells it', async ({ deployment: { service }, database, student }) => {
  for (const json of ['["É"]', '["\\u00c9"]', '[ "X", "É" ]']) {
    await database.query('UPDATE students SET disability_codes = $1 WHERE id = $2', [json, student]);
    const { json: page } = await service.call('GET', `${students}?disability_code=%C3%89`);
    expect(page, json).toMatchObject({ total: 1, items: [{ id: student }] });
  }
});

test('students are found by filters, text and teacher', async ({ deployment: { service } }) => {
  for (const [index, name] of ['Curie', 'Bohr', 'Alder'].entries()) {
    const own = { student_id: `f-${name}`, grade_level: 'F7', disability_codes: ['F_1'], case_manager_auth_id: 90 };
    const body = { ...person, ...own, last_name: name, ...(index === 0 && { primary_teacher_auth_id: 91 }) };
    expect((await service.call('POST', students, body)).status).toBe(201);
  }
  const names = (json: Json | undefined): string[] => listOf(json).map((student) => textOf(student['last_name']));
  const page = (
    await service.call('GET', `${students}?grade_level=F7&disability_code=F_1&case_manager_auth_id=90&size=2`)
  ).json;
  expect(page).toMatchObject({ total: 3, page: 1, size: 2, pages: 2, has_next: true, has_prev: false });
  expect(names(page['items'])).toEqual(['Alder', 'Bohr']);
  const past = (await service.call('GET', `${students}?grade_level=F7&page=9`)).json;
  expect(past).toMatchObject({ items: [], total: 3, pages: 1, has_next: false, has_prev: true });
  expect(names((await service.call('GET', `${students}/search?q=CE%20CUR`)).json)).toEqual(['Curie']);
  expect(names((await service.call('GET', `${students}/search?q=%25f-`)).json)).toEqual([]);
  expect(names((await service.call('GET', `${students}/teacher/91/caseload`)).json)).toEqual(['Curie']);
  const summary = (await service.call('GET', `${students}/teacher/90/caseload-summary`)).json;
  expect(summary).toMatchObject({
    total_students: 3,
    active_ieps: 0,
    students_by_grade: { F7: 3 },
    case_manager_user: { id: 90 },
  });
});

test('an IEP goes from draft to approval, with goals on the way', async ({
  deployment: { service },
  student,
  createIep,
}) => {
  const goal = {
    domain: 'Reading',
    goal_text: 'Reads a page aloud',
    target_criteria: '80 %',
    measurement_method: 'Probe',
  };
  const { json } = await createIep(student, { goals: [goal, { ...goal, goal_text: ' '.repeat(12) }] });
  expect(json).toMatchObject({
    status: 'draft',
    goals: [{ ...goal, progress_status: 'not_started', progress_notes: [] }],
  });
  const path = `/api/v1/ieps/${textOf(json['id'])}`;
  const added = await service.call('POST', `${path}/goals`, goal);
  expect(added.status).toBe(201);
  const progress = `${path}/goals/${textOf(added.json['id'])}/progress`;
  const told = await service.call('PUT', progress, { progress_status: 'mastered', progress_note: 'Well done' });
  expect(told.json).toMatchObject({ success: true, data: { goal_id: added.json['id'], new_status: 'mastered' } });
  const goals = listOf((await service.call('GET', `${path}/goals`)).json);
  expect(goals.find((each) => each['id'] === added.json['id'])).toMatchObject({
    progress_notes: [{ note: 'Well done', status: 'mastered' }],
  });
  const submitted = await service.call('POST', `${path}/submit?current_user_id=1`, { comments: 'Please' });
  expect(submitted.json).toMatchObject({ data: { comments: 'Please' } });
  expect((await service.call('PUT', path, { content: {} })).json).toEqual({
    detail: 'Cannot edit IEP in under_review status',
  });
  expect((await service.call('POST', `${path}/goals`, goal)).json).toEqual({
    detail: 'Cannot add goals to IEP in under_review status',
  });
  const pending = listOf((await service.call('GET', '/api/v1/ieps/pending-approval')).json);
  expect(pending.map(({ id }) => id)).toContain(json['id']);
});

test('a student with an active IEP is due for review within the window', async ({
  deployment: { service },
  student,
  createIep,
}) => {
  const review_date = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const id = textOf((await createIep(student, { review_date })).json['id']);
  const due = async (days: number): Promise<boolean> =>
    listOf((await service.call('GET', `${students}/review-needed?days_ahead=${String(days)}`)).json).some(
      (each) => textOf(each['id']) === student,
    );
  await service.call('PUT', `/api/v1/ieps/${id}`, { status: 'active' });
  expect(await due(30)).toBe(false);
  const set = await service.call('PUT', `${students}/${student}/active-iep/${id}`);
  expect(set.json).toMatchObject({ data: { student_id: student, active_iep_id: id } });
  expect([await due(30), await due(5)]).toEqual([true, false]);
  const active = await service.call('GET', `${students}/${student}/active-iep`);
  expect(active.json['active_iep']).toMatchObject({ id, status: 'active', review_date });
});

test('the generator writes each section; when it fails, nothing is stored', async ({
  deployment: { service, rules },
  student,
}) => {
  const { json } = await service.call('GET', '/api/v1/templates?grade_level=K-5&size=1');
  const template = json['items']?.[0];
  const create = (year: string): ReturnType<typeof service.call> =>
    service.call('POST', '/api/v1/ieps/advanced/create-with-rag?current_user_id=7', {
      ...{ student_id: student, academic_year: year, template_id: template?.['id'] },
    });
  const good = await create('2030-2031');
  expect(good.status).toBe(201);
  expect(Object.keys(good.json['content'] ?? {})).toEqual([
    ...Object.keys(template?.['sections'] ?? {}),
    'generated_goals',
  ]);
  expect(rules.calls(student).map(({ purpose }) => purpose)).toEqual([
    ...Array.from({ length: 6 }, () => 'plan-section'),
    'plan-goals',
  ]);
  const similar = await service.call('GET', `/api/v1/ieps/advanced/similar-ieps/${student}?query_text=Ada`);
  expect(similar.json).toMatchObject([{ id: `iep_${textOf(good.json['id'])}`, metadata: { type: 'iep', version: 1 } }]);
  const { id: rule } = rules.add({ purpose: 'plan-goals', match: student, answer: { status: 500 } });
  const failed = await create('2031-2032');
  rules.remove(rule);
  expect([failed.status, failed.json]).toEqual([500, { detail: 'Failed to create IEP with RAG' }]);
  const section = `/api/v1/ieps/advanced/${textOf(good.json['id'])}/generate-section?current_user_id=7`;
  const written = await service.call('POST', section, { section_name: 'services' });
  expect(written.json).toMatchObject({
    section_name: 'services',
    generated_content: { services_content: expect.any(String) as unknown },
  });
  expect((await service.call('POST', section, { section_name: 'none' })).json).toEqual({
    detail: 'Section none not found in template',
  });
  const stored = listOf((await service.call('GET', `/api/v1/ieps/student/${student}`)).json);
  expect(stored.map(({ academic_year }) => academic_year)).toEqual(['2030-2031']);
});

test('the description lists the models of this service and of no other', async ({ deployment: { service } }) => {
  const { json } = await service.call('GET', '/openapi.json');
  expect(json['info']).toEqual({ title: 'Special Education Service', version: '1.0.0' });
  const schemas = Object.keys(json['components']?.['schemas'] ?? {});
  expect(schemas).toEqual(expect.arrayContaining(['IEPCreate', 'IEPGoalCreate', 'PaginatedResponse_StudentResponse_']));
  expect(schemas.filter((name) => /Book|Session|Guideline/.test(name))).toEqual([]);
});
