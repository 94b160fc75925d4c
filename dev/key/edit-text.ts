import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";

/** An entry of `keys` as the file has it. */
export type Entry = Readonly<Record<string, unknown>>;

/** What a file is before it has a key. */
export const emptyFile = '{\n  "keys": []\n}\n';

/** The text with one more key, after all others. Whatever else is in it stays as it was written. */
export function appendKey(text: string, entry: Entry): string {
  const keys = find(text, ["keys"]);
  if (keys === undefined) return appendKey(insertKeys(text), entry);
  const style = styleOf(text);
  const last = keys.children?.at(-1);
  if (last === undefined) {
    const outer = indentAt(text, keys.offset);
    const inner = outer + style.unit;
    const value = `[${style.eol}${inner}${render(entry, inner, style)}${style.eol}${outer}]`;
    return replace(text, keys.offset, endOf(keys), value);
  }
  const indent = isFirstOnLine(text, last.offset)
    ? indentAt(text, last.offset)
    : indentAt(text, keys.offset) + style.unit;
  return replace(
    text,
    endOf(last),
    endOf(last),
    `,${style.eol}${indent}${render(entry, indent, style)}`,
  );
}

/** The text with a field of a key set; one that is new comes after the digest. */
export function setField(text: string, index: number, field: string, value: unknown): string {
  const node = find(text, ["keys", index, field]);
  if (node) return replace(text, node.offset, endOf(node), inline(value));
  const digest = find(text, ["keys", index, "sha256"])?.parent;
  if (digest === undefined) return text;
  const separator = isFirstOnLine(text, digest.offset)
    ? `,${styleOf(text).eol}${indentAt(text, digest.offset)}`
    : ", ";
  return replace(text, endOf(digest), endOf(digest), `${separator}"${field}": ${inline(value)}`);
}

/** The text without a key. */
export function removeKey(text: string, index: number): string {
  const keys = find(text, ["keys"]);
  const { [index - 1]: before, [index]: node, [index + 1]: after } = keys?.children ?? [];
  if (keys === undefined || node === undefined) return text;
  if (before) return replace(text, endOf(before), endOf(node), "");
  if (after) return replace(text, node.offset, after.offset, "");
  return replace(text, keys.offset, endOf(keys), "[]");
}

/** `keys`, empty, where editors expect them: first, or after `$schema`. */
function insertKeys(text: string): string {
  const root = find(text, []);
  if (root === undefined) return emptyFile;
  const schema = find(text, ["$schema"])?.parent;
  const at = schema ? endOf(schema) : root.offset + 1;
  const { eol, unit } = styleOf(text);
  const property = `${eol}${unit}"keys": []`;
  if (schema) return replace(text, at, at, `,${property}`);
  return replace(text, at, at, root.children?.length ? `${property},` : `${property}${eol}`);
}

type Style = { readonly eol: string; readonly unit: string };

function styleOf(text: string): Style {
  if (!text.trim().includes("\n")) return { eol: "", unit: "" };
  const [unit = "  "] = /^[ \t]+(?=\S)/m.exec(text) ?? [];
  return { eol: text.includes("\r\n") ? "\r\n" : "\n", unit };
}

/** One field a line, lists on theirs. */
function render(entry: Entry, indent: string, { eol, unit }: Style): string {
  const fields = Object.entries(entry).map(([name, value]) => `"${name}": ${inline(value)}`);
  const separator = eol === "" ? ", " : `,${eol}${indent}${unit}`;
  return `{${eol}${indent}${unit}${fields.join(separator)}${eol}${indent}}`;
}

function inline(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(inline).join(", ")}]` : JSON.stringify(value);
}

function find(text: string, path: (string | number)[]): Node | undefined {
  const root = parseTree(text);
  return root && findNodeAtLocation(root, path);
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

function replace(text: string, from: number, to: number, content: string): string {
  return text.slice(0, from) + content + text.slice(to);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function isFirstOnLine(text: string, offset: number): boolean {
  const start = lineStart(text, offset);
  return start > 0 && text.slice(start, offset).trim() === "";
}

function indentAt(text: string, offset: number): string {
  const [indent = ""] = /^[ \t]*/.exec(text.slice(lineStart(text, offset))) ?? [];
  return indent;
}
