import { answers, claims, says, type Proof } from '../../proof.ts';

const pages = /^\/admin\/books\/[^/]+\/pages$/;
const page = /^\/admin\/books\/[^/]+\/pages\/\d+$/;

/** Page images. */
export const proofs: readonly Proof[] = [
  {
    spec: 'learnlikemagic/pages/upload.spec.ts',
    test: 'POST /admin/books/{book_id}/pages stores image, text and entry of the first page, and moves the draft',
    lie: { method: 'POST', path: pages, tell: says(/"ocr_text":"Linear/, '"ocr_text":"Lineal') },
    message: /Expected substring: "Linear"/,
  },
  {
    spec: 'learnlikemagic/pages/refusals.spec.ts',
    test: 'POST /admin/books/{book_id}/pages does not know a book that was never made, whatever is sent to it',
    lie: { method: 'POST', path: pages, tell: says(/Book not found/, 'No such book') },
    message: /\+ +"detail": "No such book/,
  },
  {
    spec: 'learnlikemagic/pages/failures.spec.ts',
    test: 'POST /admin/books/{book_id}/pages succeeds when the model answers at the third attempt',
    lie: { method: 'POST', path: pages, tell: answers(500) },
    message: /POST \/admin\/books\/\{book_id\}\/pages answered 500, expected 200/,
  },
  {
    spec: 'learnlikemagic/pages/parallel.spec.ts',
    test: 'POST /admin/books/{book_id}/pages loses none of the pages that are uploaded at the same time',
    lie: { method: 'POST', path: pages, tell: says(/"page_num":5/, '"page_num":4') },
    message: /- {3}5,\n\+ {3}4,/,
  },
  {
    spec: 'learnlikemagic/pages/read.spec.ts',
    test: 'GET /admin/books/{book_id}/pages/{page_num} gives text and signed URLs that open without credentials',
    lie: { method: 'GET', path: page, tell: says(/(?<="image_url":"[^"]*)X-Amz-Expires=3600/, 'X-Amz-Expires=7200') },
    message: /answered 403, expected 200|toBeLessThan/,
  },
  {
    spec: 'learnlikemagic/pages/approve.spec.ts',
    test: 'PUT /admin/books/{book_id}/pages/{page_num}/approve approves a page of a book of any status, which stays',
    lie: { method: 'PUT', path: /\/pages\/1\/approve$/, tell: claims(200, { page_num: 1, status: 'approved' }) },
    message: /\+ +"status": "pending_review"/,
  },
  {
    spec: 'learnlikemagic/pages/delete.spec.ts',
    test: 'DELETE /admin/books/{book_id}/pages/{page_num} removes image, text and entry of the only page',
    lie: { method: 'DELETE', path: page, tell: claims(204) },
    message: /\+ +"books\/\S+\/1\.png"/,
  },
  {
    spec: 'learnlikemagic/pages/parallel-changes.spec.ts',
    test: 'DELETE /admin/books/{book_id}/pages/{page_num} keeps books apart whose pages are deleted at the same time',
    lie: { method: 'DELETE', path: /_1\/pages\/2$/, tell: claims(204) },
    message: /second book/,
  },
  {
    spec: 'learnlikemagic/pages/planted.spec.ts',
    test: 'a planted page cannot be told apart from an uploaded one: reads show the same, writes do the same',
    lie: { method: 'GET', path: /_1\/pages\/1$/, tell: says(/"pending_review"/, '"approved"') },
    message: /what is shown/,
  },
  {
    spec: 'learnlikemagic/pages/unreadable.spec.ts',
    test: 'PUT /admin/books/{book_id}/pages/{page_num}/approve refuses a page whose book has unreadable metadata',
    lie: {
      method: 'PUT',
      path: /\/pages\/1\/approve$/,
      tell: says(/(?<=approve page: )[^"]*/, "'NoneType' object is not iterable"),
    },
    message: /speaks of the inside of the program/,
  },
];
