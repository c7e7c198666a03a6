import { Failure } from '../errors.ts';
import type { Chat } from './chat.ts';

const model = 'gpt-4o-mini';
const ocrAttempts = 3;

/** Reads a page image (contract e, P1). */
export interface PageReader {
  /** The text of the PNG, which may be empty. Three attempts on top of the SDK's; then a Failure. */
  read(png: Buffer): Promise<string>;
}

const instruction =
  'Extract all text from this textbook page exactly as it is printed, line by line. Answer with the text only.';

/** The reader of a deployment; its model is fixed. */
export function createPageReader(chat: Chat): PageReader {
  const attempt = async (png: Buffer): Promise<string> => {
    const content = await chat.complete({
      ...{ model, max_tokens: 4096 },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: instruction },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } },
          ],
        },
      ],
    });
    if (content === null) throw new Failure('the answer has no content');
    return content;
  };
  return {
    async read(png) {
      for (let count = 1; ; count += 1) {
        try {
          return await attempt(png);
        } catch (error) {
          if (count < ocrAttempts) continue;
          const cause = error instanceof Error ? error.message : 'unknown';
          throw new Failure(`OCR failed after ${String(ocrAttempts)} attempts: OCR extraction failed: ${cause}`);
        }
      }
    },
  };
}
