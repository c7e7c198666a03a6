import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Image formats that an upload accepts, by extension (contract a.5). */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'tiff', 'webp'] as const;
export type ImageExtension = (typeof imageExtensions)[number];

/** What stands on a page. */
export interface PageLines {
  /** Heading, the sentence that holds the page's word, then the rest. */
  readonly lines: readonly string[];
  /** A word that only this page has; finds the page in a text, and its prompts in a controllable model. */
  readonly word: string;
}

export interface PageImage extends PageLines {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export interface PageOptions {
  readonly heading?: string;
  readonly lines?: readonly string[];
}

export interface PageImageOptions extends PageOptions {
  readonly extension?: ImageExtension;
}

const width = 800;
const height = 1000;
const margin = 50;

// Letters and syllables that optical character recognition does not confuse.
const consonants = 'KMPRST';
const vowels = 'AEO';

const drawn = (letters: string): string => letters.charAt(randomInt(letters.length));

const newWord = (): string => Array.from({ length: 6 }, () => drawn(consonants) + drawn(vowels)).join('');

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// The font comes from npm: a machine without fonts would draw boxes.
const fontFile = (): string => {
  const manifest = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json');
  return path.join(path.dirname(manifest), 'ttf', 'DejaVuSans.ttf');
};

const encoders = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', tiff: 'tiff', webp: 'webp' } as const;

/** The lines of a page on linear equations, unless the options say otherwise, with a word of its own. */
export function pageLines(options: PageOptions = {}): PageLines {
  const { heading = 'Linear Equations', lines = ['A linear equation has the form ax + b = c.'] } = options;
  const word = newWord();
  return { lines: [heading, `The word of this page is ${word}.`, ...lines], word };
}

/** Draws a white page of 800 × 1000 with black text, in the format of the extension. */
export async function buildPageImage(options: PageImageOptions = {}): Promise<PageImage> {
  const { default: sharp } = await import('sharp');
  const extension = options.extension ?? 'png';
  const { lines, word } = pageLines(options);
  const [heading = '', ...body] = lines.map(escape);
  const text = `<span size="x-large">${heading}</span>\n\n${body.join('\n')}`;
  const ink = await sharp({
    text: {
      text,
      font: 'DejaVu Sans 22',
      fontfile: fontFile(),
      width: width - 2 * margin,
      rgba: true,
      dpi: 96,
      spacing: 12,
    },
  })
    .png()
    .toBuffer();
  const page = sharp({ create: { width, height, channels: 3, background: 'white' } });
  const buffer = await page
    .composite([{ input: ink, left: margin, top: margin }])
    .removeAlpha()
    .toFormat(encoders[extension])
    .toBuffer();
  return {
    name: `page.${extension}`,
    mimeType: `image/${encoders[extension]}`,
    buffer,
    lines,
    word,
  };
}

/** How many letters of a word a reader may take for others. */
const misreadings = 2;

/** How many letters must be changed, added or left out to make one word of another. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [place, against] of Array.from(other).entries()) {
      const changed = (row[place] ?? 0) + Number(letter !== against);
      next.push(Math.min(changed, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * The text as it was read, with the page's word put right where a letter or two of it were misread: no reader of
 * images is free of that, and another page's word lies further off.
 */
export const readWith = (word: string, text: string): string =>
  text.replaceAll(/\w+/g, (token) => (distanceOf(token, word) <= misreadings ? word : token));
