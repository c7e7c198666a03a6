import { objectKeys } from '../../helpers/learnlikemagic/documents.ts';
import { operations } from '../../helpers/learnlikemagic/operations/index.ts';
import type { DetectableSystem } from './index.ts';
import { hidden } from './learnlikemagic/hidden.ts';
import { waivers } from './learnlikemagic/waivers.ts';

export const learnlikemagic: DetectableSystem = {
  name: 'learnlikemagic',
  operations,
  urls: ({ learnlikemagic: settings }) => ({
    LEARNLIKEMAGIC_API_URL: settings?.apiUrl,
    LEARNLIKEMAGIC_OUTAGE_API_URL: settings?.outageApiUrl,
  }),
  objects: {
    folder: objectKeys.prefix('ID'),
    metadata: objectKeys.metadata('ID'),
    image: objectKeys.image('ID', 1),
    text: objectKeys.text('ID', 1),
    pageGuideline: objectKeys.pageGuideline('ID', 1),
    guidelines: objectKeys.guidelines('ID'),
    index: objectKeys.index('ID'),
    indexSnapshot: objectKeys.indexSnapshot('ID', 1),
    pageIndex: objectKeys.pageIndex('ID'),
    shard: objectKeys.shard('ID', 'ID', 'ID'),
  },
  hidden,
  waivers,
  patience: ['LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS', 'LEARNLIKEMAGIC_LLM_CALL_SECONDS'],
};
