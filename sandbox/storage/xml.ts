const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const named = new Map(Object.entries(escapes).map(([character, entity]) => [entity, character]));

/** Control characters go as references: literal ones are normalised or refused by XML parsers. */
const special = /[&<>"'\p{Cc}]/gu;

function escape(text: string): string {
  return text.replace(special, (character) => escapes[character] ?? `&#${String(character.charCodeAt(0))};`);
}

function unescape(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|[a-z]+);/g, (entity, decimal?: string, hex?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return named.get(entity) ?? entity;
  });
}

/** One element with text content. */
export function element(name: string, text: string): string {
  return `<${name}>${escape(text)}</${name}>`;
}

/** A whole answer document in S3's namespace; `inner` is already XML. */
export function document(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`;
}

/** Inner XML of every element with this name, in order. Enough for S3's flat request documents. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    (match) => match[1] ?? '',
  );
}

/** Text of the first element with this name, if there is one. */
export function textOf(xml: string, name: string): string | undefined {
  const inner = elements(xml, name)[0];
  return inner === undefined ? undefined : unescape(inner);
}
