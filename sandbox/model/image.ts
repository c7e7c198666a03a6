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

/**
 * An image as the recogniser reads it best: binary greyscale PGM on white, with noise painted over. Noise holds no text,
 * but a full page of it would keep a recogniser busy for minutes. Undefined when nothing is printed on it. Throws when the bytes are no image.
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
  if (!hasContrast(data)) return undefined;
  return Buffer.concat([Buffer.from(`P5\n${String(info.width)} ${String(info.height)}\n255\n`), data]);
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

function hasContrast(pixels: Buffer): boolean {
  let [darkest, brightest] = [255, 0];
  for (const pixel of pixels) {
    if (pixel < darkest) darkest = pixel;
    if (pixel > brightest) brightest = pixel;
  }
  return brightest - darkest >= leastContrast;
}
