import sharp from 'sharp';

/** Longest side in pixels that is recognised at full size. */
const longestSide = 2400;
/** Side of the squares that are looked at one by one, in pixels. */
const square = 32;
/** Step between neighbours, of 255, from which on a pixel counts as rough. */
const roughStep = 16;
/** Share of rough pixels that no text reaches, however small it is. */
const roughShare = 0.6;

/**
 * An image as the recogniser reads it best: binary greyscale PGM on white, with noise painted over. Noise holds no text,
 * but a full page of it would keep a recogniser busy for most of a minute. Throws when the bytes are no image.
 */
export async function prepare(image: Buffer): Promise<Buffer> {
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
  return Buffer.concat([Buffer.from(`P5\n${String(info.width)} ${String(info.height)}\n255\n`), data]);
}

function whitenNoise(pixels: Buffer, width: number, height: number, left: number, top: number): void {
  const [right, bottom] = [Math.min(left + square, width), Math.min(top + square, height)];
  let rough = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let index = y * width + left + 1; index < y * width + right; index += 1) {
      if (Math.abs((pixels[index] ?? 0) - (pixels[index - 1] ?? 0)) > roughStep) rough += 1;
    }
  }
  if (rough <= roughShare * (right - left) * (bottom - top)) return;
  for (let y = top; y < bottom; y += 1) pixels.fill(255, y * width + left, y * width + right);
}
