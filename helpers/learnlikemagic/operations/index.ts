import { books } from './books.ts';
import { curriculum } from './curriculum.ts';
import { guidelines } from './guidelines.ts';
import { health } from './health.ts';
import { pages } from './pages.ts';
import { review } from './review.ts';
import { sessions } from './sessions.ts';

/** Every operation of LearnLikeMagic, release 1.0.0 (contract a). */
export const operations = { ...health, ...curriculum, ...sessions, ...books, ...pages, ...guidelines, ...review };
