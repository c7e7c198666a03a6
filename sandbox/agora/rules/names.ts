const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A part of a path: no character that a file system or a shell would mind, cut at a word where that keeps 60 %. */
export function fileName(text: string, longest: number): string {
  const clean = text.replace(/[<>:"|?*\\/()[\]{}\s]/g, '_').replace(/_+/g, '_');
  const cut = (clean.length > longest ? cutAtWord(clean.slice(0, longest)) : clean).replace(/^_|_$/g, '');
  if (cut === '' || /^\.+$/.test(cut)) return 'unnamed';
  return reserved.test(cut) ? `${cut}_file` : cut;
}

function cutAtWord(text: string): string {
  const end = text.lastIndexOf('_');
  return end >= 0.6 * text.length ? text.slice(0, end) : text;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** YYYYMMDD_HHMMSS, in UTC. */
export function stamp(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  return `${day.replaceAll('-', '')}_${time.slice(0, 8).replaceAll(':', '')}`;
}

/** The file of a section of the final report, counted from 1. */
export const sectionFile = (place: number, title: string): string => `${two(place)}_${fileName(title, 40)}.md`;
