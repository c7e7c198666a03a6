import type { StorageSettings } from '../../env/settings.ts';
import { Storage } from '../storage/storage.ts';
import type { Check, Scope } from './check.ts';

/** Whether a bucket can be listed and, for a run that writes, an object under `place` can be removed: nothing is there. */
export function bucketCheck(settings: StorageSettings, place: string, { redact, prefix }: Scope): Check {
  return {
    what: `bucket ${settings.bucket}${settings.endpoint === undefined ? '' : ` ${new URL(settings.endpoint).host}`}`,
    neededFor: ['bucket', 'writes'],
    async look(writes) {
      const key = `${place}${prefix}preflight`;
      const storage = new Storage(settings, redact, { starts: [key] });
      try {
        await storage.keys(key);
        if (writes) await storage.remove(key);
      } finally {
        await storage.close();
      }
    },
  };
}
