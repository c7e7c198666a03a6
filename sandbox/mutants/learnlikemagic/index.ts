import { bookRules } from './books.ts';
import { completionRules } from './completion.ts';
import { connectionRules } from './connections.ts';
import { curriculumRules } from './curriculum.ts';
import { documentRules } from './documents.ts';
import { generationRules } from './generation.ts';
import { insideRules } from './inside.ts';
import { lockRules } from './locks.ts';
import { databaseHealth } from './operations.ts';
import { pageRules } from './pages.ts';
import { pipelineRules } from './pipeline.ts';
import { refusalRules } from './refusals.ts';
import { reviewListRules } from './review-list.ts';
import { reviewRules } from './review.ts';
import { routingRules } from './routing.ts';
import { rule, type Rule } from './rule.ts';
import { secondEffectRules } from './second-effects.ts';
import { sessionRules } from './sessions.ts';
import { stepRules } from './steps.ts';
import { summaryRules } from './summary.ts';
import { syncRules } from './sync.ts';
import { textRules } from './texts.ts';

const healthRules = [
  rule('outage-hidden', 'A database that is down is answered as connected.', [databaseHealth], (applied) => ({
    health: {
      checkDatabase: (original) => async () => {
        const { status } = await original();
        if (status === 'error') applied();
        return { status: 'ok', database: 'connected' };
      },
    },
  })),
];

/** Every rule of the backend that can be broken: decorators of its parts, none of which stands in its own code. */
export const rules: Rule[] = [
  ...healthRules,
  ...curriculumRules,
  ...sessionRules,
  ...routingRules,
  ...stepRules,
  ...completionRules,
  ...connectionRules,
  ...summaryRules,
  ...bookRules,
  ...pageRules,
  ...generationRules,
  ...pipelineRules,
  ...documentRules,
  ...reviewRules,
  ...reviewListRules,
  ...syncRules,
  ...textRules,
  ...secondEffectRules,
  ...refusalRules,
  ...insideRules,
  ...lockRules,
];
