import { randomBytes } from 'node:crypto';
import type { PageImage } from './page-image.ts';

/** What an image file holds. */
export interface Picture {
  /** Format of the file by its content, such as `png`. */
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** As Pillow names it: `L` grey, `RGB` colours, with an `A` where there is transparency. */
  readonly mode: string;
}

/** The largest upload (contract a.5), in bytes. */
export const largestImage = 10_485_760;

const modes: Readonly<Record<number, string>> = { 1: 'L', 2: 'LA', 3: 'RGB', 4: 'RGBA' };

/** Reads format, size and mode of an image file. Throws when it is no image. */
export async function pictureOf(file: Buffer): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  const { format, width, height, channels } = await sharp(file).metadata();
  return { format, width, height, mode: modes[channels] ?? String(channels) };
}

/**
 * How far two images of one size are apart: the largest difference of any pixel's colour, 0–255. Formats that
 * compress with loss stay below about 30, a page with another text comes to 255. Throws when the sizes differ.
 */
export async function pictureDistance(one: Buffer, other: Buffer): Promise<number> {
  const [left, right] = await Promise.all([pixelsOf(one), pixelsOf(other)]);
  if (left.length !== right.length) throw new Error('The images differ in size');
  let distance = 0;
  for (const [index, value] of left.entries()) distance = Math.max(distance, Math.abs(value - (right[index] ?? 0)));
  return distance;
}

/** A small PNG of mode RGB in random colours, unlike every other, so that pictures that change places are noticed. */
export async function anyPicture(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const raw = { width: 8, height: 8, channels: 3 } as const;
  return sharp(randomBytes(raw.width * raw.height * raw.channels), { raw })
    .png()
    .toBuffer();
}

async function pixelsOf(file: Buffer): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(file).flatten({ background: 'white' }).toColourspace('srgb').raw().toBuffer();
}

/** The same page as a PNG of this mode. */
export async function inMode(image: PageImage, mode: 'L' | 'RGB' | 'RGBA'): Promise<PageImage> {
  const { default: sharp } = await import('sharp');
  const opaque = sharp(image.buffer).removeAlpha();
  const picture = { L: () => opaque.toColourspace('b-w'), RGB: () => opaque, RGBA: () => opaque.ensureAlpha() }[mode]();
  return { ...image, name: 'page.png', mimeType: 'image/png', buffer: await picture.png().toBuffer() };
}

/** The same file with bytes at its end up to this size; in TIFF, whose parts are found by offset, they mean nothing. */
export const paddedTo = (size: number, image: PageImage): PageImage => ({
  ...image,
  buffer: Buffer.concat([image.buffer, Buffer.alloc(size - image.buffer.length)]),
});
