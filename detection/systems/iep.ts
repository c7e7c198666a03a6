import { operations } from '../../helpers/iep/operations/index.ts';
import { hidden } from './iep/hidden.ts';
import { waivers } from './iep/waivers.ts';
import type { DetectableSystem } from './index.ts';

export const iep: DetectableSystem = {
  name: 'iep',
  operations,
  urls: ({ iep: settings }) => ({
    IEP_API_URL: settings?.apiUrl,
    IEP_OUTAGE_API_URL: settings?.outageApiUrl,
    IEP_AUTH_OUTAGE_API_URL: settings?.authOutageApiUrl,
  }),
  objects: {},
  hidden,
  waivers,
  patience: ['IEP_REQUEST_TIMEOUT_SECONDS', 'IEP_LLM_CALL_SECONDS'],
};
