import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Scheduler } from 'tesseract.js';

import { ModelError } from './errors.ts';

const workers = 2;
/** Images whose text is remembered. */
const remembered = 500;

/** Text recognition in worker threads, which are started by the first image. */
export class Ocr {
  private scheduler: Promise<Scheduler> | undefined;
  private readonly texts = new Map<string, Promise<string>>();

  /** The text of an image, lines kept. Equal images are read once. Throws a ModelError when the bytes are no image. */
  async read(image: Buffer): Promise<string> {
    const hash = createHash('sha256').update(image).digest('hex');
    const known = this.texts.get(hash);
    if (known !== undefined) return known;
    const text = this.recognise(image);
    this.texts.set(hash, text);
    for (const oldest of this.texts.keys()) if (this.texts.size > remembered) this.texts.delete(oldest);
    text.catch(() => this.texts.delete(hash));
    return text;
  }

  async close(): Promise<void> {
    const scheduler = await this.scheduler?.catch(() => undefined);
    await scheduler?.terminate();
  }

  private async recognise(image: Buffer): Promise<string> {
    // Both are slow to load and not needed before the first image, which waits for the slower of them alone.
    const started = (this.scheduler ??= startScheduler());
    started.catch(() => {
      this.scheduler = undefined;
    });
    const { prepare } = await import('./image.ts');
    const pixels = await prepare(image).catch(() => {
      throw new ModelError(400, 'You uploaded an unsupported image. Please make sure your image is valid.', {
        code: 'invalid_image_format',
        param: 'messages',
      });
    });
    if (pixels === undefined) return '';
    const scheduler = await started;
    const result = await scheduler.addJob('recognize', pixels);
    return result.data.text.trim();
  }
}

async function startScheduler(): Promise<Scheduler> {
  const { createScheduler, createWorker, PSM } = await import('tesseract.js');
  const data = createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json');
  const scheduler = createScheduler();
  const options = {
    // The data come with the package; without a path they would be fetched from the network.
    langPath: path.join(path.dirname(data), '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    // Without a handler a failed job ends the process instead of rejecting alone.
    errorHandler: () => undefined,
  };
  const start = async (): Promise<void> => {
    const worker = await createWorker('eng', 1, options);
    // A page is one block of text: looking for columns would take as long as reading.
    await worker.setParameters({ user_defined_dpi: '150', tessedit_pageseg_mode: PSM.SINGLE_BLOCK });
    scheduler.addWorker(worker);
  };
  await Promise.all(Array.from({ length: workers }, start));
  return scheduler;
}
