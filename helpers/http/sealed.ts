import type { APIRequestContext } from '@playwright/test';

declare const isSealed: unique symbol;

/** A request context that only the transport can use: who is handed it by a fixture's name can do nothing with it. */
export interface SealedContext {
  readonly [isSealed]: true;
  readonly dispose: () => Promise<void>;
}

const contexts = new WeakMap<SealedContext, APIRequestContext>();

/** Seals a context. */
export function seal(context: APIRequestContext): SealedContext {
  const sealed = Object.freeze({ dispose: () => context.dispose() }) as SealedContext;
  contexts.set(sealed, context);
  return sealed;
}

/** What was sealed. Throws for anything else. */
export function opened(sealed: SealedContext): APIRequestContext {
  const context = contexts.get(sealed);
  if (!context) throw new Error('This is no sealed request context');
  return context;
}
