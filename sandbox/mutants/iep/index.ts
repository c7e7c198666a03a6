import { activeIepRules } from './active-iep.ts';
import { caseloadRules } from './caseloads.ts';
import { deactivationRules } from './deactivation.ts';
import { disabilityTypeRules } from './disability-types.ts';
import { generationRules } from './generation.ts';
import { goalRules } from './goals.ts';
import { iepListRules } from './iep-lists.ts';
import { iepRules } from './ieps.ts';
import { lockRules } from './locks.ts';
import { retryRules } from './retries.ts';
import type { Rule } from './rule.ts';
import { serviceRules } from './service.ts';
import { studentListRules } from './student-lists.ts';
import { studentRules } from './students.ts';
import { submissionRules } from './submissions.ts';
import { templateRules } from './templates.ts';
import { versionedUpdateRules } from './versioned-updates.ts';
import { versionRules } from './versions.ts';

/** Every rule of the service that can be broken: decorators of its parts, none of which stands in its own code. */
export const rules: Rule[] = [
  ...studentRules,
  ...deactivationRules,
  ...studentListRules,
  ...caseloadRules,
  ...activeIepRules,
  ...iepRules,
  ...iepListRules,
  ...submissionRules,
  ...goalRules,
  ...versionRules,
  ...lockRules,
  ...retryRules,
  ...versionedUpdateRules,
  ...generationRules,
  ...templateRules,
  ...disabilityTypeRules,
  ...serviceRules,
];
