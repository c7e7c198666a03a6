import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { objectKeys } from '../../../fixtures/learnlikemagic/values.ts';

const noErrors = { status: 'completed', errors: [], warnings: [] };

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'does nothing for a range without pages',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithPages, documents }) => {
      const { book, path } = await bookWithPages.create([{}]);
      const before = await documents.objects(book.id);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 2 }, llmCalls: 0 });

      expect.soft(await documents.objects(book.id), 'objects').toEqual(before);
      const counters = { pages_processed: 0, subtopics_created: 0, subtopics_finalized: 0 };
      expect(result).toEqual({ book_id: book.id, ...noErrors, ...counters });
    },
  );

  test(
    'takes a start and an end that are null for the whole book',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithPages, beside }) => {
      const { book, path, pages } = await bookWithPages.create([{}, {}]);
      // A page without a text is reported, which costs no call of the model and names each page of the range.
      const texts = pages.map(({ page_num }) => objectKeys.text(book.id, page_num));
      for (const key of texts) await beside.removePrefix(key);

      const body = { start_page: null, end_page: null };
      const result = await learnlikemagic.generateGuidelines(200, { path, body, llmCalls: 0 });

      expect(result.errors).toEqual(
        texts.map((key, index) => `Error processing page ${String(index + 1)}: Page text not found: ${key}`),
      );
    },
  );

  test(
    'reads the pages that are left under their new numbers when one was deleted',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithPages, documents }) => {
      const { book, path } = await bookWithPages.create([
        { heading: 'Volcanoes', lines: ['A volcano is a mountain that throws out lava.', 'Lava of a volcano is hot.'] },
        {
          heading: 'Photosynthesis',
          lines: ['Photosynthesis turns light into sugar.', 'Example: a leaf lives by photosynthesis.'],
        },
      ]);
      await learnlikemagic.deletePage(204, { path: { ...path, page_num: 1 } });

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      const { pageIndex, pageGuidelines, shards } = await documents.of(book.id);
      const made = JSON.stringify([pageGuidelines, shards]);
      expect.soft(made, 'what was made of the page that is left').toMatch(/photosynthe/i);
      expect.soft(made, 'what was made of the deleted page').not.toMatch(/volcano/i);
      expect.soft(Object.keys(pageIndex.pages), 'page index').toEqual(['1']);
      expect(result).toMatchObject({ ...noErrors, pages_processed: 1 });
    },
  );

  test(
    'asks the model about a page that was uploaded after another was deleted',
    { tag: ['@integration', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, bookWithPages, bookPage, model }) => {
      const { book, path, pages } = await bookWithPages.create([{}, {}]);
      await learnlikemagic.deletePage(204, { path: { ...path, page_num: 1 } });
      const { image, page_num } = await bookPage.create(book.id);
      await learnlikemagic.approvePage(200, { path: { ...path, page_num } });

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 2 }, llmCalls: 5 });

      const asked = async (word: string): Promise<string[]> =>
        (await model.calls(word)).map(({ purpose }) => purpose).filter((purpose) => purpose !== 'ocr');
      expect.soft((await asked(image.word)).slice(0, 1), 'about the new page').toEqual(['summary']);
      expect.soft(await asked(image.word), 'about the new page').toContain('facts');
      for (const { word } of pages) expect.soft(await asked(word), 'about the first two pages').toEqual([]);
      expect(result).toMatchObject({ ...noErrors, pages_processed: 1 });
    },
  );
});
