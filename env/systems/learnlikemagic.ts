import { accessHeaders, type AccessHeaders } from '../api-access.ts';
import { databaseUrl } from '../database-settings.ts';
import type { Environment } from '../environments.ts';
import { storageSettings, type Patience, type Reader, type StorageSettings } from '../settings.ts';

export interface LearnLikeMagicSettings {
  readonly apiUrl: string;
  /** What lets the suite into the API, sent with every call. */
  readonly headers: AccessHeaders;
  readonly patience: Patience;
  readonly databaseUrl: string;
  readonly storage: StorageSettings;
  /** An API listener whose database refuses; only where the environment offers fault control. */
  readonly outageApiUrl: string | undefined;
  /** Where answers and failures of the model are set; only where the environment offers it. */
  readonly modelControlUrl: string | undefined;
}

/** The values of LearnLikeMagic. */
export function learnlikemagicSettings(read: Reader, offers: Environment['offers']): LearnLikeMagicSettings {
  const controlled = offers.includes('@fault') || offers.includes('@scripted');
  return {
    apiUrl: read.baseUrl('LEARNLIKEMAGIC_API_URL', 'the LearnLikeMagic API'),
    headers: accessHeaders(read, 'LEARNLIKEMAGIC'),
    patience: {
      request: read.seconds('LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS', 'patience for one call'),
      llmCall: read.seconds('LEARNLIKEMAGIC_LLM_CALL_SECONDS', 'patience that each model call adds'),
    },
    databaseUrl: databaseUrl(read, 'LEARNLIKEMAGIC_DATABASE'),
    storage: storageSettings(read, 'LEARNLIKEMAGIC', 'bucket of the page images'),
    outageApiUrl: offers.includes('@fault')
      ? read.url('LEARNLIKEMAGIC_OUTAGE_API_URL', 'API listener whose database refuses')
      : undefined,
    modelControlUrl: controlled ? read.url('LEARNLIKEMAGIC_MODEL_CONTROL_URL', 'control URL of the model') : undefined,
  };
}
