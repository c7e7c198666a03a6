import type { BookMetadata, StoredPage } from '../../learnlikemagic/store/book-metadata.ts';
import { jsonText } from '../../learnlikemagic/store/documents.ts';
import { During, type Applied, type Decoration } from './rule.ts';

interface Edit {
  /** The list that is read instead of the stored one. */
  read?: (pages: StoredPage[], page: unknown) => StoredPage[];
  /** The list that is stored instead of the new one; `before` is what was read. */
  write?: (pages: StoredPage[], before: StoredPage[], page: unknown) => StoredPage[];
  /** The total that is stored with it. */
  total?: (pages: StoredPage[]) => number;
}

/** While a page is uploaded, approved or removed, the page list of the book is another one; `page` is the second argument. */
export function editList(method: 'upload' | 'approve' | 'remove', applied: Applied, edit: Edit): Decoration {
  const during = new During<{ page: unknown; before: StoredPage[] }>();
  const call = {
    [method]: (original: (...args: unknown[]) => unknown) =>
      during.mark(original, (_book, page) => ({ page, before: [] })),
  };
  return {
    pages: call,
    store: {
      get: (original) => async (key) => {
        const content = await original(key);
        const list = isList(key) && content ? during.now : undefined;
        if (!list || !content) return content;
        const metadata = JSON.parse(content.toString()) as BookMetadata;
        list.before = metadata.pages;
        const pages = edit.read?.(metadata.pages, list.page) ?? metadata.pages;
        if (!sameJson(pages, metadata.pages)) applied();
        return Buffer.from(jsonText({ ...metadata, pages }));
      },
      put: (original) => (key, content, type) => {
        const list = isList(key) ? during.now : undefined;
        if (!list) return original(key, content, type);
        const metadata = JSON.parse(content.toString()) as BookMetadata;
        const pages = edit.write?.(metadata.pages, list.before, list.page) ?? metadata.pages;
        const changed = { ...metadata, pages, total_pages: edit.total?.(pages) ?? pages.length };
        if (!sameJson(changed, metadata)) applied();
        return original(key, jsonText(changed), type);
      },
    },
  };
}

/** A deleted page leaves a gap: the pages behind it keep their numbers and objects. */
export function keepGap(applied: Applied): Decoration {
  const during = new During<number>();
  const edited = editList('remove', applied, {
    write: (_pages, before, page) => before.filter(({ page_num }) => page_num !== page),
  });
  return {
    pages: { remove: (original) => during.mark(edited.pages?.remove?.(original) ?? original, (_book, page) => page) },
    store: {
      ...edited.store,
      copy: () => () => Promise.resolve(),
      delete:
        (original) =>
        (...keys) =>
          original(...keys.map((key) => key.replace(/\d+(?=\.\w+$)/, String(during.now)))),
    },
  };
}

const isList = (key: string): boolean => key.endsWith('/metadata.json');
const sameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
