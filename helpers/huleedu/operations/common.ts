import { z } from 'zod';

export const Uuid = z.uuid();
export const Json = z.record(z.string(), z.unknown());

/** Every course that there is, by its language (contract e). */
export const languages = { ENG5: 'en', ENG6: 'en', ENG7: 'en', SV1: 'sv', SV2: 'sv', SV3: 'sv' } as const;
export type CourseCode = keyof typeof languages;
export const courseCodes = Object.keys(languages) as CourseCode[];
export const CourseCode = z.enum(courseCodes);

/** An error in plain words (contract b.2). */
export const PlainError = z.strictObject({ error: z.string().min(1) });

/** An error of a rule (contract b.2). */
export const DomainError = z.strictObject({
  error: z.strictObject({
    error_code: z.string().min(1),
    message: z.string().min(1),
    correlation_id: Uuid,
    timestamp: z.string().min(1),
    service: z.string().min(1),
    operation: z.string().min(1),
    details: Json,
    stack_trace: z.string().nullable(),
    trace_id: z.string().nullable(),
    span_id: z.string().nullable(),
  }),
});

/** The answer to a call without a user (contract b.2). */
export const Unauthenticated = z.strictObject({ error: z.literal('User authentication required') });

/** A refusal whose body the contract does not lay down. */
export const Refusal = z.union([z.looseObject({ error: z.unknown() }), z.string()]);
