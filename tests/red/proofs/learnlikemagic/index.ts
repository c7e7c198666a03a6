import { claims, says, type Proof } from '../../proof.ts';
import { proofs as books } from './books.ts';
import { proofs as guidelines } from './guidelines.ts';
import { proofs as pages } from './pages.ts';
import { proofs as sessions } from './sessions.ts';

const service: readonly Proof[] = [
  {
    spec: 'learnlikemagic/service/health.spec.ts',
    test: 'GET /health/db says that the database is reachable',
    lie: {
      method: 'GET',
      path: /^\/health\/db$/,
      tell: says(/^.*$/, '{"status":"error","database":"connection_failed"}'),
    },
    message: /\+ +"database": "connection_failed"/,
  },
  {
    spec: 'learnlikemagic/service/openapi.spec.ts',
    test: 'GET /openapi.json declares exactly the operations of the contract',
    lie: { method: 'GET', path: /^\/openapi\.json$/, tell: says(/"\/curriculum"/, '"/syllabus"') },
    message: /- +"GET \/curriculum"/,
  },
  {
    spec: 'learnlikemagic/service/outage.spec.ts',
    test: 'POST /admin/books leaves neither a row nor an object when the database refuses',
    lie: {
      method: 'POST',
      path: /^\/admin\/books$/,
      tell: says(/Failed to create book: [^"]*/, 'Failed to create book: connect ECONNREFUSED 127.0.0.1:5432'),
    },
    message: /POST \/admin\/books answered 500 with more than a caller may see\nIt shows an address\./,
  },
  {
    spec: 'learnlikemagic/service/odd-values.spec.ts',
    test: 'GET /admin/books answers a limit or an offset out of bounds as the contract knows answers, and shows nothing of its inside',
    lie: {
      method: 'GET',
      path: /^\/admin\/books$/,
      tell: claims(500, { detail: 'LIMIT must not be negative [SQL: SELECT * FROM books LIMIT -1]' }),
    },
    message: /GET \/admin\/books answered 500 with more than a caller may see\nIt shows SQL\./,
  },
];

/** One proof for each spec file of LearnLikeMagic. */
export const proofs: readonly Proof[] = [...service, ...books, ...pages, ...sessions, ...guidelines];
