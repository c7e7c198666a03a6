import { model } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { integer, text, word } from '../../fastapi/scalars.ts';
import type { PageService } from '../services/pages.ts';

const uploaded = model('PageUploadResponse', {
  page_num: integer(),
  image_url: text(),
  ocr_text: text(),
  status: word('pending_review'),
});
const details = model('PageDetailsResponse', {
  page_num: integer(),
  status: word('pending_review', 'approved'),
  image_url: text(),
  text_url: text(),
  ocr_text: text(),
});
const approved = model('PageApproveResponse', { page_num: integer(), status: word('approved') });
const params = { book_id: text(), page_num: integer() };

/** Contract a.5. */
export function pageRoutes(service: PageService): Operation[] {
  const tag = 'pages';
  const path = '/admin/books/{book_id}/pages/{page_num}';
  return [
    operation({
      ...{ method: 'POST', path: '/admin/books/{book_id}/pages', tag, summary: 'Upload Page' },
      ...{ params: { book_id: text() }, upload: 'image', answer: uploaded },
      handle: (input) => service.upload(input.path.book_id, input.upload),
    }),
    operation({
      ...{ method: 'GET', path, tag, summary: 'Get Page', params, answer: details },
      handle: (input) => service.read(input.path.book_id, input.path.page_num),
    }),
    operation({
      ...{ method: 'PUT', path: `${path}/approve`, tag, summary: 'Approve Page', params, answer: approved },
      handle: (input) => service.approve(input.path.book_id, input.path.page_num),
    }),
    operation({
      ...{ method: 'DELETE', path, tag, summary: 'Delete Page', status: 204, params },
      handle: (input) => service.remove(input.path.book_id, input.path.page_num),
    }),
  ];
}
