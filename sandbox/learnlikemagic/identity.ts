import type { Identity } from '../fastapi/openapi.ts';

/** What the release says of itself (contract 0). */
export const identity: Identity = { title: 'LearnLikeMagic LLM Backend', version: '1.0.0' };
