import { Refusal } from '../../fastapi/refusal.ts';
import { presignedFor } from './expiry.ts';
import { editList, keepGap } from './page-list.ts';
import { approvePage, deletePage, getBook, getPage, uploadPage } from './operations.ts';
import { During, rule, type Applied, type Decoration, type Rule } from './rule.ts';

const isImage = (key: string): boolean => key.endsWith('.png');

/** Faults of pages (contract a.5). */
export const pageRules: Rule[] = [
  rule('upload-overwrites-last-page', 'An upload takes the number of the last page.', [uploadPage], (applied) =>
    editList('upload', applied, { read: (pages) => pages.slice(0, -1) }),
  ),
  rule('approval-renewed', 'An approved page may be approved again, and gets a new time.', [approvePage], (applied) =>
    editList('approve', applied, {
      read: (pages, page) =>
        pages.map((each) => (each.page_num === page ? { ...each, status: 'pending_review' } : each)),
    }),
  ),
  rule('approval-of-all-pages', 'An approval counts for every page of the book.', [approvePage], (applied) =>
    editList('approve', applied, {
      write: (pages) => {
        const { approved_at } = pages.find(({ status }) => status === 'approved') ?? {};
        return pages.map((page) => (page.status === 'approved' ? page : { ...page, status: 'approved', approved_at }));
      },
    }),
  ),
  rule('approval-without-time', 'The time of an approval is not noted.', [approvePage, getBook], (applied) =>
    editList('approve', applied, { write: (pages) => pages.map((page) => ({ ...page, approved_at: undefined })) }),
  ),
  rule('approval-not-stored', 'An approval is answered and not stored.', [approvePage, getPage], (applied) =>
    editList('approve', applied, { write: (_pages, before) => before }),
  ),
  rule('deletion-resets-approvals', 'The pages behind a deleted one lose their approval.', [deletePage], (applied) =>
    editList('remove', applied, {
      write: (pages) => pages.map((page) => ({ ...page, status: 'pending_review', approved_at: undefined })),
    }),
  ),
  rule('page-total-kept', 'The total of pages does not follow a deletion.', [deletePage], (applied) =>
    editList('remove', applied, { total: (pages) => pages.length + 1 }),
  ),
  rule('page-gap-kept', 'The pages behind a deleted one keep their numbers.', [deletePage], keepGap),
  rule('images-not-moved', 'Pages that are renumbered get the image of another.', [deletePage], (applied) =>
    copies(applied, isImage),
  ),
  rule('texts-not-moved', 'Pages that are renumbered get the text of another.', [deletePage], (applied) =>
    copies(applied, (key) => !isImage(key)),
  ),
  rule('deleted-page-keeps-image', 'The image of a deleted page stays.', [deletePage], (applied) =>
    removals(applied, isImage),
  ),
  rule('deleted-page-keeps-text', 'The text of a deleted page stays.', [deletePage], (applied) =>
    removals(applied, (key) => !isImage(key)),
  ),
  rule('upload-in-any-status', 'A book takes pages whatever its status.', [uploadPage], (applied) =>
    statusOfUpload(applied, (status) => (/^(draft|uploading_pages)$/.test(status) ? status : 'uploading_pages')),
  ),
  rule('upload-leaves-draft', 'A draft stays one with its first page.', [uploadPage], (applied) =>
    statusOfUpload(applied, (status) => (status === 'draft' ? 'uploading_pages' : status)),
  ),
  upload('image-limit-exclusive', 'An image of exactly the largest size is refused.', (image, applied) => {
    if (image.content.length !== 10_485_760) return image;
    applied();
    throw new Refusal(400, `Image file too large: 10485760 bytes. Maximum size: 10485760 bytes`);
  }),
  upload('extension-case-counts', 'An extension in capitals is refused.', (image, applied) => {
    const extension = /\.\w+$/.exec(image.filename)?.[0] ?? '';
    if (extension === extension.toLowerCase()) return image;
    applied();
    throw new Refusal(
      400,
      `Unsupported image format: ${extension}. Supported formats: .jpeg, .jpg, .png, .tiff, .webp`,
    );
  }),
  upload('extension-not-checked', 'Any extension is taken.', (image, applied) => {
    if (/\.(png|jpe?g|tiff|webp)$/i.test(image.filename)) return image;
    applied();
    return { ...image, filename: 'page.png' };
  }),
  rule('image-not-converted', 'An image is stored as it came.', [uploadPage], (applied) => {
    const during = new During<Buffer>();
    return {
      pages: { upload: (original) => during.mark(original, (_book, image) => image.content) },
      store: {
        put: (original) => (key, content, type) => {
          const sent = isImage(key) ? during.now : undefined;
          if (sent && !sent.equals(Buffer.from(content))) applied();
          return original(key, sent ?? content, type);
        },
      },
    };
  }),
  rule('unreadable-page-accepted', 'A page that cannot be read counts as empty.', [uploadPage], (applied) => ({
    reader: {
      read: (original) => (png) =>
        original(png).catch(() => {
          applied();
          return '';
        }),
    },
  })),
  presigned('urls-for-a-minute', 'Signed URLs open for a minute only.', 60),
  presigned('urls-for-a-week', 'Signed URLs open for a week.', 604_800),
];

type Image = { filename: string; content: Buffer };

function upload(name: string, description: string, change: (image: Image, applied: Applied) => Image): Rule {
  return rule(name, description, [uploadPage], (applied) => ({
    pages: { upload: (original) => async (bookId, image) => original(bookId, change(image, applied)) },
  }));
}

function copies(applied: Applied, dropped: (key: string) => boolean): Decoration {
  return {
    store: {
      copy: (original) => (from, to) => {
        if (!dropped(to)) return original(from, to);
        applied();
        return Promise.resolve();
      },
    },
  };
}

function removals(applied: Applied, dropped: (key: string) => boolean): Decoration {
  const during = new During();
  return {
    pages: { remove: (original) => during.mark(original, () => true) },
    store: {
      delete:
        (original) =>
        async (...keys) => {
          const kept = during.now ? keys.filter((key) => !dropped(key)) : keys;
          if (kept.length < keys.length) applied();
          if (kept.length > 0) await original(...kept);
        },
    },
  };
}

/** An upload takes the book for one of another status. */
function statusOfUpload(applied: Applied, seen: (status: string) => string): Decoration {
  const during = new During();
  return {
    pages: { upload: (original) => during.mark(original, () => true) },
    database: {
      query: (original) => async (text, values) => {
        const result = await original(text, values);
        const [row] = result.rows;
        if (!during.now || !row || !text.startsWith('SELECT * FROM books WHERE id')) return result;
        const status = seen(String(row['status']));
        if (status !== row['status']) applied();
        return { ...result, rows: [{ ...row, status }] };
      },
    },
  };
}

function presigned(name: string, description: string, seconds: number): Rule {
  return rule(name, description, [getPage, uploadPage], (applied) => ({
    store: {
      presign: (original) => async (key) => {
        applied();
        return presignedFor(await original(key), seconds);
      },
    },
  }));
}
