import { randomUUID } from 'node:crypto';
import { createRedaction } from '../helpers/http/redaction.ts';
import { Database } from '../helpers/database/database.ts';
import { auditedChains, chainFaults } from '../helpers/iep/chains.ts';
import { tables, type Tables } from '../helpers/iep/tables.ts';
import { expect, test as base, textOf } from './sandbox/iep.ts';

const year = '2025-2026';

interface Row {
  readonly student: string;
  readonly version: number | null;
  readonly parent?: string | null;
  readonly academic_year?: string;
}

interface Fixtures {
  audit: Database<Tables>;
  /** A second student, with one IEP. */
  other: { readonly student: string; readonly iep: string };
  /** Writes a row beside the service; returns its id. */
  plant: (row: Row) => Promise<string>;
}

const test = base.extend<Fixtures>({
  audit: async ({ deployment }, use) => {
    const options = { url: deployment.databaseUrl, applicationName: 'audit', redact: createRedaction([]) };
    const audit = new Database(tables, options);
    await use(audit);
    await audit.close();
  },
  other: async ({ deployment, createIep }, use) => {
    const body = { first_name: 'Bo', last_name: 'Diaz', date_of_birth: '2015-12-10', grade_level: '5' };
    const student_id = `other-${randomUUID()}`;
    const { json } = await deployment.service.call('POST', '/api/v1/students', { ...body, student_id });
    const student = textOf(json['id']);
    await use({ student, iep: textOf((await createIep(student)).json['id']) });
  },
  plant: async ({ database }, use) => {
    await use(async ({ student, version, parent = null, academic_year = year }) => {
      const id = randomUUID();
      await database.query(
        `INSERT INTO ieps (id, student_id, academic_year, version, parent_version_id, status, content, created_by_auth_id)
         VALUES ($1, $2, $3, $4, $5, 'draft', '{}', 1)`,
        [id, student, academic_year, version, parent],
      );
      return id;
    });
  },
});

test('a sound chain has no fault, and the audit sees each pair', async ({ audit, student, createIep }) => {
  for (const academic_year of [year, year, '2026-2027']) await createIep(student, { academic_year });
  const audited = { studentIds: [student] };

  expect(await chainFaults(audit, audited)).toEqual([]);
  expect((await auditedChains(audit, audited)).sort()).toEqual([`${student} 2025-2026: 2`, `${student} 2026-2027: 1`]);
});

test('a gap is named', async ({ audit, student, plant }) => {
  await plant({ student, version: 3, parent: await plant({ student, version: 1 }) });

  expect((await chainFaults(audit, { studentIds: [student] })).sort()).toEqual([
    `${student} ${year}: parent of version 3 is version 1 of ${student} ${year}`,
    `${student} ${year}: versions 1 3, expected 1 to 2`,
  ]);
});

test('a row without a number is named', async ({ audit, student, plant }) => {
  await plant({ student, version: null, parent: await plant({ student, version: 1 }) });

  expect(await chainFaults(audit, { studentIds: [student] })).toContain(
    `${student} ${year}: versions 1 NULL, expected 1 to 2`,
  );
});

test('a second root, and a first version with a parent, are named', async ({ audit, student, plant, other }) => {
  await plant({ student, version: 1 });
  await plant({ student, version: 2 });
  await plant({ student: other.student, version: 1, parent: other.iep, academic_year: '2030-2031' });

  expect((await chainFaults(audit, { studentIds: [student] })).sort()).toEqual([
    `${student} ${year}: 2 rows without a parent`,
  ]);
  expect(await chainFaults(audit, { studentIds: [other.student] })).toEqual(
    expect.arrayContaining([
      `${other.student} 2030-2031: 0 rows without a parent`,
      `${other.student} 2030-2031: version 1 has a parent`,
    ]),
  );
});

test('a parent of another student, of another year and of the wrong version are named', async ({
  audit,
  student,
  plant,
  other,
}) => {
  const first = await plant({ student, version: 1 });
  await plant({ student, version: 2, parent: other.iep });
  await plant({ student, version: 3, parent: first });
  const later = await plant({ student, version: 1, academic_year: '2026-2027' });
  await plant({ student, version: 4, parent: later });

  expect((await chainFaults(audit, { studentIds: [student] })).sort()).toEqual([
    `${student} ${year}: parent of version 2 is version 1 of ${other.student} ${year}`,
    `${student} ${year}: parent of version 3 is version 1 of ${student} ${year}`,
    `${student} ${year}: parent of version 4 is version 1 of ${student} 2026-2027`,
  ]);
});
