import type { Environment } from '../environments.ts';
import type { Reader } from '../settings.ts';
import { agoraSettings } from './agora.ts';
import { huleeduSettings } from './huleedu.ts';
import { iepSettings } from './iep.ts';
import { learnlikemagicSettings } from './learnlikemagic.ts';

/**
 * Every system that the suite knows, one line each. Its name is that of its folders and of its Playwright project; the
 * reports show its title; `settings` reads its values.
 */
export const systems = {
  learnlikemagic: { title: 'LearnLikeMagic', settings: learnlikemagicSettings },
  iep: { title: 'Special education (IEP)', settings: iepSettings },
  huleedu: { title: 'HuleEdu', settings: huleeduSettings },
  agora: { title: 'Virtual Agora', settings: agoraSettings },
};

export type SystemName = keyof typeof systems;

/** The settings of the systems that run; those of any other are absent. */
export type SystemSettings = { readonly [Name in SystemName]?: ReturnType<(typeof systems)[Name]['settings']> };

/** The settings of these systems; what is wrong with them, and which of them are secrets, is with the reader. */
export const systemSettings = (
  names: readonly SystemName[],
  offers: Environment['offers'],
  read: Reader,
): SystemSettings => Object.fromEntries(names.map((name) => [name, systems[name].settings(read, offers)]));
