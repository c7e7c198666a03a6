import { answers, claims, says, type Proof } from '../../proof.ts';

const list = /^\/admin\/books$/;
const status = /^\/admin\/books\/[^/]+\/status$/;

/** Books, their protocol and the curriculum. */
export const proofs: readonly Proof[] = [
  {
    spec: 'learnlikemagic/books/create.spec.ts',
    test: 'POST /admin/books creates a draft with its row and an empty metadata document',
    lie: { method: 'POST', path: list, tell: says(/"edition":"[^"]*"/, '"edition":null') },
    message: /\+ {3}"edition": null/,
  },
  {
    spec: 'learnlikemagic/books/refusals.spec.ts',
    test: 'POST /admin/books refuses an empty title and a grade in words and stores nothing',
    lie: { method: 'POST', path: list, tell: says(/"string_too_short"/, '"value_error"') },
    message: /value_error at body\.title/,
  },
  {
    spec: 'learnlikemagic/books/list.spec.ts',
    test: 'GET /admin/books compares filters exactly, by case and in full',
    lie: { method: 'GET', path: list, tell: says(/"total":0/, '"total":1') },
    message: /\+ +"total": 1/,
  },
  {
    spec: 'learnlikemagic/books/parallel.spec.ts',
    test: 'POST /admin/books gives equal books that are created at the same time ids, rows and objects of their own',
    lie: { method: 'POST', path: list, tell: says(/"id":"([^"]*)_5"/, '"id":"$1_4"') },
    message: /- +"test_\w+_5"/,
  },
  {
    spec: 'learnlikemagic/books/status.spec.ts',
    test: 'PUT /admin/books/{book_id}/status moves a book through every allowed status, and from review back',
    lie: { method: 'PUT', path: status, tell: says(/"status":"pages_complete"/, '"status":"approved"') },
    message: /- +"status": "pages_complete"/,
  },
  {
    spec: 'learnlikemagic/books/delete.spec.ts',
    test: 'DELETE /admin/books/{book_id} removes a book with its row, its guideline rows, its pages and every object',
    lie: { method: 'DELETE', path: /^\/admin\/books\/[^/]+$/, tell: claims(204) },
    message: /GET \/admin\/books\/\{book_id\} answered 200, expected 404/,
  },
  {
    spec: 'learnlikemagic/curriculum/read.spec.ts',
    test: 'GET /curriculum lists the subtopics of a topic with their ids, in ascending order',
    lie: {
      method: 'GET',
      path: /^\/curriculum$/,
      tell: says(/"subtopics":\[(\{[^}]*\}),(\{[^}]*\})/, '"subtopics":[$2,$1'),
    },
    message: /"subtopic": "Integers"/,
  },
  {
    spec: 'learnlikemagic/curriculum/matching.spec.ts',
    test: 'GET /curriculum shows no topic of another country, board, grade or subject',
    lie: { method: 'GET', path: /^\/curriculum$/, tell: says(/"topics":\["Own"/, '"topics":["Foreign board","Own"') },
    message: /\+ +"Foreign board"/,
  },
  {
    spec: 'learnlikemagic/service/bodies.spec.ts',
    test: 'POST /admin/books ignores fields that it does not know or does not let a caller set',
    lie: { method: 'POST', path: list, tell: says(/"status":"draft"/, '"status":"approved"') },
    message: /\+ +"status": "approved"/,
  },
  {
    spec: 'learnlikemagic/service/routing.spec.ts',
    test: 'every path refuses a HEAD, without a body',
    lie: { method: 'HEAD', path: /./, tell: answers(404) },
    message: /HEAD \S+ answered 404, expected 405/,
  },
  {
    spec: 'learnlikemagic/service/validation.spec.ts',
    test: 'POST /admin/books says of each failing field what was sent and which limit it breaks',
    lie: { method: 'POST', path: list, tell: says(/"le":12/, '"le":13') },
    message: /\+ +"le": 13/,
  },
];
