import { accessHeaders, type AccessHeaders } from '../api-access.ts';
import { databaseUrl } from '../database-settings.ts';
import type { Environment } from '../environments.ts';
import type { Patience, Reader } from '../settings.ts';

/** What a load must keep; a limit that a case of the plan does not name is absent. Times in seconds. */
export interface LoadLimits {
  /** 0 to 1. */
  readonly successRate: number;
  readonly mean?: number;
  readonly total?: number;
  readonly retries?: number;
}

export interface IepSettings {
  readonly apiUrl: string;
  /** What lets the suite into the API, sent with every call. */
  readonly headers: AccessHeaders;
  readonly patience: Patience;
  readonly databaseUrl: string;
  /** A listener whose database refuses, and one whose auth service does; only where the environment offers fault control. */
  readonly outageApiUrl: string | undefined;
  readonly authOutageApiUrl: string | undefined;
  /** Where answers and failures of the model are set; only where the environment offers it. */
  readonly modelControlUrl: string | undefined;
  /** Limits of the four load cases: the plan's, unless the environment sets others. */
  readonly load: Readonly<Record<'students' | 'mixed' | 'retry' | 'pool', LoadLimits>>;
}

function loadLimits(read: Reader): IepSettings['load'] {
  const rate = (name: string, value: number): number =>
    read.numberOr(`IEP_LOAD_${name}_SUCCESS_RATE`, 'share of calls that must succeed, up to 1', value);
  const seconds = (name: string, value: number): number =>
    read.numberOr(`IEP_LOAD_${name}_SECONDS`, 'limit of a load, in seconds', value);
  return {
    students: {
      successRate: rate('STUDENTS', 0.95),
      mean: seconds('STUDENTS_MEAN', 0.5),
      total: seconds('STUDENTS_TOTAL', 30),
    },
    mixed: { successRate: rate('MIXED', 0.9), total: seconds('MIXED_TOTAL', 60) },
    retry: {
      successRate: rate('RETRY', 0.85),
      mean: seconds('RETRY_MEAN', 2),
      retries: read.numberOr('IEP_LOAD_RETRY_COUNT', 'highest number of retries of one call', 5),
    },
    pool: { successRate: rate('POOL', 0.9), total: seconds('POOL_TOTAL', 45) },
  };
}

/** The values of the IEP service. */
export function iepSettings(read: Reader, offers: Environment['offers']): IepSettings {
  const controlled = offers.includes('@fault') || offers.includes('@scripted');
  return {
    apiUrl: read.baseUrl('IEP_API_URL', 'the special-education service'),
    headers: accessHeaders(read, 'IEP'),
    patience: {
      request: read.seconds('IEP_REQUEST_TIMEOUT_SECONDS', 'patience for one call'),
      llmCall: read.seconds('IEP_LLM_CALL_SECONDS', 'patience that each model call adds'),
    },
    databaseUrl: databaseUrl(read, 'IEP_DATABASE'),
    outageApiUrl: offers.includes('@fault')
      ? read.url('IEP_OUTAGE_API_URL', 'listener of the service whose database refuses')
      : undefined,
    authOutageApiUrl: offers.includes('@fault')
      ? read.url('IEP_AUTH_OUTAGE_API_URL', 'listener of the service whose auth service refuses')
      : undefined,
    modelControlUrl: controlled ? read.url('IEP_MODEL_CONTROL_URL', 'control URL of the model') : undefined,
    load: loadLimits(read),
  };
}
