import sharp from 'sharp';

/** Longest side in pixels that is recognised at full size. */
const longestSide = 2400;
/** Side of the squares that are looked at one by one, in pixels. */
const square = 32;
/** Step between neighbours, of 255, that counts as a rise or fall. */
const step = 3;
/** Share of pixels that are peaks or dips along their row: two thirds in noise, whatever its strength; no text reaches this. */
const noisyShare = 0.35;
/** Range of brightness, of 255, below which nothing is printed on a page. */
const leastContrast = 48;
/** White that is kept around what is printed, in pixels. */
const margin = 20;

/**
 * An image as the recogniser reads it best: binary greyscale PGM of what is printed, with noise painted over. Noise holds
 * no text, but a full page of it would keep a recogniser busy for minutes, and an empty margin takes its time as well.
 * Undefined when nothing is printed on it. Throws when the bytes are no image.
 */
export async function prepare(image: Buffer): Promise<Buffer | undefined> {
  const { data, info } = await sharp(image)
    .rotate()
    .flatten({ background: 'white' })
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let top = 0; top < info.height; top += square) {
    for (let left = 0; left < info.width; left += square) whitenNoise(data, info.width, info.height, left, top);
  }
  const printed = printedPart(data, info.width, info.height);
  if (printed === undefined) return undefined;
  const [left, top, right, bottom] = printed;
  const rows = Array.from({ length: bottom - top }, (_, index) => (top + index) * info.width);
  return Buffer.concat([
    Buffer.from(`P5\n${String(right - left)} ${String(bottom - top)}\n255\n`),
    ...rows.map((row) => data.subarray(row + left, row + right)),
  ]);
}

function whitenNoise(pixels: Buffer, width: number, height: number, left: number, top: number): void {
  const [right, bottom] = [Math.min(left + square, width), Math.min(top + square, height)];
  let turns = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let index = y * width + left + 1; index < y * width + right - 1; index += 1) {
      const pixel = pixels[index] ?? 0;
      const [before, after] = [pixel - (pixels[index - 1] ?? 0), pixel - (pixels[index + 1] ?? 0)];
      if ((before >= step && after >= step) || (before <= -step && after <= -step)) turns += 1;
    }
  }
  if (turns <= noisyShare * (right - left) * (bottom - top)) return;
  for (let y = top; y < bottom; y += 1) pixels.fill(255, y * width + left, y * width + right);
}

/** Left, top, right and bottom of all that is darker than the paper, with a margin; undefined when nothing is. */
function printedPart(pixels: Buffer, width: number, height: number): [number, number, number, number] | undefined {
  let paper = 0;
  for (const pixel of pixels) paper = Math.max(paper, pixel);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (paper - (pixels[y * width + x] ?? paper) < leastContrast) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = y + 1;
    }
  }
  if (right === 0) return undefined;
  return [
    Math.max(left - margin, 0),
    Math.max(top - margin, 0),
    Math.min(right + margin, width),
    Math.min(bottom + margin, height),
  ];
}
