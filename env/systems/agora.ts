import { accessHeaders, type AccessHeaders } from '../api-access.ts';
import type { Environment } from '../environments.ts';
import type { Patience, Reader } from '../settings.ts';

/** Limits of the performance cases: the plan's, unless the environment sets others. Seconds and megabytes. */
export interface AgoraLimits {
  /** A whole session. */
  readonly session: number;
  /** From one update to the next. */
  readonly update: number;
  /** Reading a state; writing one. */
  readonly stateRead: number;
  readonly stateWrite: number;
  /** A state as JSON. */
  readonly stateSize: number;
  /** How much slower than alone one of several sessions at once may be. */
  readonly slowdown: number;
}

export interface AgoraSettings {
  readonly apiUrl: string;
  /** What lets the suite into the API, sent with every call. */
  readonly headers: AccessHeaders;
  /** Name of the discussion's graph, which its assistant bears as well. */
  readonly assistant: string;
  readonly patience: Patience;
  /** Milliseconds that a stream may be silent, and that a whole run may take. */
  readonly stream: { readonly idle: number; readonly total: number };
  /** Where the deployment writes its report files; only where the environment offers to read them. */
  readonly reportsDirectory: string | undefined;
  /** Where answers of the model are set; only where the environment offers it. */
  readonly modelControlUrl: string | undefined;
  readonly limits: AgoraLimits;
}

function limitsOf(read: Reader): AgoraLimits {
  const limit = (name: string, meaning: string, value: number): number =>
    read.numberOr(`AGORA_LIMIT_${name}`, meaning, value);
  return {
    session: limit('SESSION_SECONDS', 'limit of a whole session, in seconds', 30),
    update: limit('UPDATE_SECONDS', 'limit from one update to the next, in seconds', 1),
    stateRead: limit('STATE_READ_SECONDS', 'limit of reading a state, in seconds', 0.2),
    stateWrite: limit('STATE_WRITE_SECONDS', 'limit of writing a state, in seconds', 0.2),
    stateSize: limit('STATE_MEGABYTES', 'limit of a state as JSON, in megabytes', 10),
    slowdown: limit('SLOWDOWN', 'how much slower a session may be beside others', 3),
  };
}

/** The values of Agora. */
export function agoraSettings(read: Reader, offers: Environment['offers']): AgoraSettings {
  return {
    apiUrl: read.baseUrl('AGORA_API_URL', 'the LangGraph server'),
    headers: accessHeaders(read, 'AGORA'),
    assistant: read.text('AGORA_ASSISTANT', 'name of the graph of the discussion, by which its assistant is addressed'),
    patience: { request: read.seconds('AGORA_REQUEST_TIMEOUT_SECONDS', 'patience for one call'), llmCall: 0 },
    stream: {
      idle: read.seconds(
        'AGORA_STREAM_IDLE_SECONDS',
        'how long a stream may be silent: the slowest node with its model calls',
      ),
      total: read.seconds('AGORA_RUN_TIMEOUT_SECONDS', 'how long one run may take, from a pause to the next'),
    },
    reportsDirectory: offers.includes('@files')
      ? read.text('AGORA_REPORTS_DIR', 'folder in which the deployment writes its report files')
      : undefined,
    modelControlUrl: offers.includes('@scripted')
      ? read.url('AGORA_MODEL_CONTROL_URL', 'control URL of the model')
      : undefined,
    limits: limitsOf(read),
  };
}
