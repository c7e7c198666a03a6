import { replaced, restatus, sought, told, unrefused } from './faults.ts';
import { getIep, listIepsOfStudent, listPendingApproval, listVersions } from './operations.ts';
import { rule, type Rule } from './rule.ts';

/** Faults of how IEPs are read and listed (contract 4.3). */
export const iepListRules: Rule[] = [
  rule('iep-without-goals', 'An IEP is read without its goals.', [getIep], (applied) =>
    told(applied, 'ieps', 'read', (iep) => ({ ...iep, goals: [] })),
  ),
  rule('goals-shown-unasked', 'Goals are shown that are not asked for.', [getIep], (applied) =>
    replaced('ieps', 'read', (original) => (id, includeGoals) => {
      if (!includeGoals) applied();
      return original(id, true);
    }),
  ),
  rule('missing-iep-refused', 'An unknown IEP is answered 400 by a core route.', [getIep], (applied) =>
    unrefused(applied, 'ieps', 'read', 404, restatus(400)),
  ),
  ...(
    [
      [
        'iep-year-ignored',
        'The filter for the year lets every IEP through.',
        /academic_year = (\$\d+)/,
        '$1::text IS NOT NULL',
      ],
      [
        'iep-status-ignored',
        'The filter for the status lets every IEP through.',
        /(?<=AND )status = (\$\d+)/,
        '$1::text IS NOT NULL',
      ],
      ['iep-limit-off-by-one', 'One IEP more is listed than is asked for.', / LIMIT (\d+)$/, ' LIMIT $1 + 1'],
      [
        'ieps-latest-only',
        'Only the latest version of each year is listed.',
        / ORDER BY/,
        ` AND NOT EXISTS (SELECT FROM ieps later
        WHERE later.student_id = ieps.student_id AND later.academic_year = ieps.academic_year AND later.version > ieps.version) ORDER BY`,
      ],
    ] as const
  ).map(([name, description, part, other]) =>
    rule(name, description, [listIepsOfStudent], (applied) =>
      sought(applied, 'ieps', 'listOfStudent', (text) =>
        text.startsWith('SELECT * FROM ieps WHERE student_id') ? text.replace(part, other) : text,
      ),
    ),
  ),
  rule('unknown-student-has-none', 'An unknown student has an empty list of IEPs.', [listIepsOfStudent], (applied) =>
    unrefused(applied, 'ieps', 'listOfStudent', 404, () => []),
  ),
  ...(
    [
      [
        'history-of-all-years',
        'The history has every year of the student.',
        'academic_year = $2',
        '$2::text IS NOT NULL',
      ],
      [
        'history-of-all-students',
        'The history has every student of the year.',
        'student_id = $1',
        '$1::text IS NOT NULL',
      ],
      [
        'history-without-deleted',
        'The history leaves deleted versions out.',
        ' ORDER BY',
        " AND status <> 'deleted' ORDER BY",
      ],
    ] as const
  ).map(([name, description, part, other]) =>
    rule(name, description, [listVersions], (applied) =>
      sought(applied, 'ieps', 'versions', (text) => text.replace(part, () => other)),
    ),
  ),
  ...(
    [
      [
        'pending-newest-first',
        'The newest IEP under review comes first.',
        'ORDER BY created_at',
        'ORDER BY created_at DESC',
      ],
      [
        'pending-shows-drafts',
        'Drafts are listed as under review.',
        "status = 'under_review'",
        "status IN ('under_review', 'draft')",
      ],
      ['pending-limit-off-by-one', 'One IEP more is pending than is asked for.', 'LIMIT $1', 'LIMIT $1 + 1'],
      [
        'pending-without-versions',
        'Only first versions are pending.',
        "= 'under_review'",
        "= 'under_review' AND version = 1",
      ],
    ] as const
  ).map(([name, description, part, other]) =>
    rule(name, description, [listPendingApproval], (applied) =>
      sought(applied, 'ieps', 'pending', (text) => text.replace(part, () => other)),
    ),
  ),
];
