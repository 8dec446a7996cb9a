/** XML as the services write it: elements and text, no attributes but the namespace of the outermost element. */
export interface XmlElement {
  readonly name: string;
  readonly content: XmlContent;
}

/** A text, elements, or nothing: the element is written empty then. */
export type XmlContent = string | number | boolean | readonly XmlElement[];

export const element = (name: string, content: XmlContent = ''): XmlElement => ({ name, content });

/** No element where there is no value. */
export const given = (name: string, content: XmlContent | undefined): readonly XmlElement[] =>
  content === undefined ? [] : [element(name, content)];

/** A whole document. `namespace` is the address that the service puts on the outermost element. */
export function document(root: XmlElement, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${escaped(namespace)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, attribute)}`;
}

function written({ name, content }: XmlElement, attribute = ''): string {
  const inner =
    typeof content === 'object' ? content.map((child) => written(child)).join('') : escaped(String(content));
  return `<${name}${attribute}>${inner}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters are written by their number, as S3 does, though XML 1.0 knows only three of them. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that have to be escaped
  return text.replace(/[&<>"\u0000-\u001f\u007f]/gu, (character) => {
    return ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}
