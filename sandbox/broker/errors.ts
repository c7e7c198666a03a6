/** The protocol's error codes that this broker answers. Source: org.apache.kafka.common.protocol.Errors. */
export const errors = {
  UNKNOWN_SERVER_ERROR: -1,
  NONE: 0,
  OFFSET_OUT_OF_RANGE: 1,
  CORRUPT_MESSAGE: 2,
  UNKNOWN_TOPIC_OR_PARTITION: 3,
  MESSAGE_TOO_LARGE: 10,
  OFFSET_METADATA_TOO_LARGE: 12,
  COORDINATOR_NOT_AVAILABLE: 15,
  INVALID_TOPIC_EXCEPTION: 17,
  INVALID_REQUIRED_ACKS: 21,
  ILLEGAL_GENERATION: 22,
  INCONSISTENT_GROUP_PROTOCOL: 23,
  INVALID_GROUP_ID: 24,
  UNKNOWN_MEMBER_ID: 25,
  INVALID_SESSION_TIMEOUT: 26,
  REBALANCE_IN_PROGRESS: 27,
  INVALID_TIMESTAMP: 32,
  UNSUPPORTED_VERSION: 35,
  TOPIC_ALREADY_EXISTS: 36,
  INVALID_PARTITIONS: 37,
  INVALID_REPLICATION_FACTOR: 38,
  INVALID_REPLICA_ASSIGNMENT: 39,
  INVALID_CONFIG: 40,
  INVALID_REQUEST: 42,
  OUT_OF_ORDER_SEQUENCE_NUMBER: 45,
  INVALID_PRODUCER_EPOCH: 47,
  NON_EMPTY_GROUP: 68,
  GROUP_ID_NOT_FOUND: 69,
  MEMBER_ID_REQUIRED: 79,
  INVALID_RECORD: 87,
  UNKNOWN_TOPIC_ID: 100,
} as const;

export type ErrorName = keyof typeof errors;

/** A request, or a part of one, that is refused with a code of the protocol. */
export class Refusal extends Error {
  readonly code: number;

  constructor(name: ErrorName, message: string = name) {
    super(message);
    this.code = errors[name];
  }
}

/** What `act` answers, or what `refused` makes of its refusal. Any other error is thrown on. */
export function attempt<T>(act: () => T, refused: (refusal: Refusal) => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

/** What attempt does, for what takes time. */
export async function attemptLater<T>(act: () => Promise<T>, refused: (refusal: Refusal) => T): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

/** The code of its refusal, or NONE. */
export function codeOf(act: () => void): number {
  return attempt<number>(
    () => {
      act();
      return errors.NONE;
    },
    ({ code }) => code,
  );
}
