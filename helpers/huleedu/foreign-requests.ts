import { operation, type Operation } from '../http/operation.ts';
import { Refusal } from './operations/common.ts';

/** The operation, asked for something that must not succeed, but whose refusal the contract does not lay down (b.2). */
export const refusedSomehow = (declared: Operation): Operation =>
  operation({ ...declared, responses: { 400: Refusal, 404: Refusal, 409: Refusal, 422: Refusal, 500: Refusal } });
