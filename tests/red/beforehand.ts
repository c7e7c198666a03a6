import { loadEnvironment } from '../../env/loader.ts';
import { proofs } from './proofs/index.ts';

/** Tells the lies that no request can meet, once the deployment stands; the run has an error where one cannot be told. */
export default async function tellBeforehand(): Promise<void> {
  const { settings, systems } = loadEnvironment();
  for (const { lie } of systems.flatMap((system) => proofs[system]))
    if ('beforehand' in lie) await lie.beforehand(settings);
}
