import path from 'node:path';
import type { Sharp } from 'sharp';
import { Refusal } from '../../fastapi/refusal.ts';
import type { Upload } from '../../fastapi/operation.ts';

const maximumBytes = 10_485_760;
const extensions = ['.jpeg', '.jpg', '.png', '.tiff', '.webp'];
/** The image library also draws these, but they are no images of pixels, and the release cannot open them. */
const drawings = new Set(['svg', 'pdf']);

/** Checks an uploaded image in the order of contract a.5 and turns it into a PNG of mode RGB or L, without metadata. */
export async function toPagePng({ filename, content }: Upload): Promise<Buffer> {
  if (content.length > maximumBytes) {
    const sizes = `${String(content.length)} bytes. Maximum size: ${String(maximumBytes)} bytes`;
    throw new Refusal(400, `Image file too large: ${sizes}`);
  }
  const extension = path.posix.extname(filename).toLowerCase();
  if (!extensions.includes(extension)) {
    const supported = extensions.join(', ');
    throw new Refusal(400, `Unsupported image format: ${extension}. Supported formats: ${supported}`);
  }
  const { default: sharp } = await import('sharp');
  const { image, channels } = await refusing('Invalid image file', async () => {
    // The library throws here already when there are no bytes at all.
    const opened = sharp(content, { failOn: 'truncated' });
    return { image: opened, channels: await verify(opened) };
  });
  return refusing('Image conversion failed', () => {
    // One channel is mode L; anything else, palettes and CMYK included, becomes RGB on white.
    const flat = image.clone().flatten({ background: '#ffffff' });
    return flat
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png({ compressionLevel: 6 })
      .toBuffer();
  });
}

/** Opens the image; a PNG is verified to its end, as its checksums allow. Returns the number of channels. */
async function verify(image: Sharp): Promise<number> {
  const { format, channels } = await image.metadata();
  if (drawings.has(format)) throw new Error('cannot identify image file');
  if (format === 'png') await image.clone().stats();
  return channels;
}

async function refusing<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown cause';
    throw new Refusal(400, `${prefix}: ${cause}`);
  }
}
