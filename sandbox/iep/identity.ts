import type { Identity } from '../fastapi/openapi.ts';

/** What the release says of itself. */
export const identity: Identity = { title: 'Special Education Service', version: '1.0.0' };

/** Its name in the health answers (contract 2). */
export const serviceName = 'special-education';
