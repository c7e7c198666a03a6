import { answers, claims, repeats, says, type Proof } from '../../proof.ts';

const generate = /^\/admin\/books\/[^/]+\/generate-guidelines$/;
const guidelines = /^\/admin\/books\/[^/]+\/guidelines$/;
const reviewed = '/admin/guidelines/books/{book_id}';

/** What the release answers for a book without approved pages, where the plan wants a refusal. */
const nothingDone = {
  book_id: 'any',
  status: 'completed',
  pages_processed: 0,
  subtopics_created: 0,
  subtopics_finalized: 0,
  errors: [],
  warnings: [],
};

/** Guidelines of a book, and their review. */
export const proofs: readonly Proof[] = [
  {
    spec: 'learnlikemagic/guidelines/generate.spec.ts',
    test: 'POST /admin/books/{book_id}/generate-guidelines refuses a book without a page and writes nothing',
    lie: { method: 'POST', path: generate, tell: claims(200, nothingDone) },
    message: /generate-guidelines answered 200, expected 400/,
  },
  {
    spec: 'learnlikemagic/guidelines/boundary.spec.ts',
    test: 'POST /admin/books/{book_id}/generate-guidelines asks for summary, boundary and facts of a page, in this order',
    lie: { method: 'POST', path: generate, tell: claims(200, nothingDone) },
    message: /- +"purpose": "summary"/,
  },
  {
    spec: 'learnlikemagic/guidelines/failures.spec.ts',
    test: 'POST /admin/books/{book_id}/generate-guidelines leaves out pages whose summary or boundary fails, and goes on',
    lie: { method: 'POST', path: generate, tell: says(/"pages_processed":1/, '"pages_processed":5') },
    message: /\+ +"pages_processed": 5/,
  },
  {
    spec: 'learnlikemagic/guidelines/finish.spec.ts',
    test: 'POST /admin/books/{book_id}/generate-guidelines finishes a subtopic after three pages that belong elsewhere',
    lie: { method: 'POST', path: generate, tell: claims(200, nothingDone) },
    message: /- +"status": "final"/,
  },
  {
    spec: 'learnlikemagic/guidelines/merge.spec.ts',
    test: 'POST /admin/books/{book_id}/generate-guidelines reports a page whose text is gone, and goes on',
    lie: { method: 'POST', path: generate, tell: says(/Page text not found/, 'Page text is gone') },
    message: /\+ +"Error processing page 1: Page text is gone/,
  },
  {
    spec: 'learnlikemagic/guidelines/pages.spec.ts',
    test: 'POST /admin/books/{book_id}/generate-guidelines does nothing for a range without pages',
    lie: { method: 'POST', path: generate, tell: says(/"pages_processed":0/, '"pages_processed":1') },
    message: /\+ +"pages_processed": 1/,
  },
  {
    spec: 'learnlikemagic/guidelines/planted.spec.ts',
    test: 'guidelines that a test starts from cannot be told from those of a run: they read alike, and the next writes do the same to them',
    lie: { method: 'POST', path: generate, tell: repeats },
    message: /Error: documents\n/,
  },
  {
    spec: 'learnlikemagic/guidelines/read.spec.ts',
    test: 'GET /admin/books/{book_id}/guidelines lists nothing for a book without guidelines',
    lie: { method: 'GET', path: guidelines, tell: says(/"total_subtopics":0/, '"total_subtopics":1') },
    message: /\+ +"total_subtopics": 1/,
  },
  {
    spec: 'learnlikemagic/guidelines/approve.spec.ts',
    test: 'PUT /admin/books/{book_id}/guidelines/approve refuses a book without guidelines and writes nothing',
    lie: {
      method: 'PUT',
      path: /^\/admin\/books\/[^/]+\/guidelines\/approve$/,
      tell: says(/No guidelines found/, 'Nothing found'),
    },
    message: /\+ +"detail": "Nothing found/,
  },
  {
    spec: 'learnlikemagic/guidelines/delete.spec.ts',
    test: 'DELETE /admin/books/{book_id}/guidelines does nothing to a book without guidelines',
    lie: { method: 'DELETE', path: guidelines, tell: answers(404) },
    message: /DELETE \/admin\/books\/\{book_id\}\/guidelines answered 404, expected 204/,
  },
  {
    spec: 'learnlikemagic/review/list.spec.ts',
    test: 'GET /admin/guidelines/books counts pages processed and subtopics approved as they change',
    lie: {
      method: 'GET',
      path: /^\/admin\/guidelines\/books$/,
      tell: says(/"pages_processed":2/g, '"pages_processed":3'),
    },
    message: /\+ +"pages_processed": 3/,
  },
  {
    spec: 'learnlikemagic/review/read.spec.ts',
    test: `GET ${reviewed}/topics answers 404 for a book without guidelines and for an unknown book`,
    lie: { method: 'GET', path: /\/topics$/, tell: says(/"Book not found"/, '"Unknown book"') },
    message: /\+ +"detail": "Unknown book"/,
  },
  {
    spec: 'learnlikemagic/review/edit.spec.ts',
    test: `PUT ${reviewed}/subtopics/{subtopic_key} stores a new teaching description and raises the version`,
    lie: { method: 'PUT', path: /\/subtopics\/[^/]+$/, tell: says(/"version":(\d+)/, '"version":9$1') },
    message: /\+ +"version": 9\d/,
  },
  {
    spec: 'learnlikemagic/review/approve.spec.ts',
    test: `POST ${reviewed}/subtopics/{subtopic_key}/approve refuses a decision that is missing and unknown keys`,
    lie: { method: 'POST', path: /\/approve$/, tell: says(/"Book not found"/, '"Unknown book"') },
    message: /\+ +"detail": "Unknown book"/,
  },
  {
    spec: 'learnlikemagic/review/sync.spec.ts',
    test: `POST ${reviewed}/sync-to-database refuses an unknown book`,
    lie: { method: 'POST', path: /\/sync-to-database$/, tell: says(/"Book not found"/, '"Unknown book"') },
    message: /\+ +"detail": "Unknown book"/,
  },
  {
    spec: 'learnlikemagic/review/broken.spec.ts',
    test: 'guideline documents that cannot be read a shard with a value of a wrong type is not overwritten, nor synced',
    lie: {
      method: 'POST',
      path: /\/sync-to-database$/,
      tell: claims(500, { detail: "TypeError: 'int' object is not iterable" }),
    },
    message:
      /sync-to-database answered 500[^]*speaks of the inside of the program[^]*It shows an exception of the interpreter/,
  },
];
