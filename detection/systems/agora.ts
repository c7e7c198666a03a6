import { operations } from '../../helpers/agora/operations/index.ts';
import { joinStream, runStream } from '../../helpers/agora/operations/streams.ts';
import { streamFaults } from './agora/streams.ts';
import { waivers } from './agora/waivers.ts';
import type { DetectableSystem } from './index.ts';

export const agora: DetectableSystem = {
  name: 'agora',
  operations: { ...operations, runStream, joinStream },
  streams: { runStream, joinStream },
  streamFaults,
  urls: ({ agora: settings }) => ({ AGORA_API_URL: settings?.apiUrl }),
  objects: {},
  hidden: [],
  waivers,
  patience: ['AGORA_REQUEST_TIMEOUT_SECONDS'],
  // An agent is asked again after one second and after two more.
  longPatience: { AGORA_STREAM_IDLE_SECONDS: 5 },
};
