/** Characters in place of a value or name that people and other formats take for JSON. */
const lookalikes: ReadonlyMap<string, string> = new Map([
  ["/", "has a comment"],
  ["#", "has a comment"],
  ["'", "has single quotes"],
  ["\u2018", "has curly quotes"],
  ["\u201c", "has curly quotes"],
  ["\u201d", "has curly quotes"],
]);

/** Why a text is not JSON, and where, as far as is known; it never quotes the text. */
export function whyNotJson(text: string): string {
  if (text.trim() === "") return "It is empty.";
  // What a text of another encoding or a compressed one looks like once it was read as UTF-8.
  if (text.startsWith("\x1f")) return "It is compressed; only plain text is read.";
  if (text.includes("\0")) return "It is UTF-16; only UTF-8 is read.";
  try {
    JSON.parse(text);
  } catch (error) {
    return explain(text, String(error));
  }
  return "It is not UTF-8.";
}

/** Uses only the place and its character from Node's message: the rest quotes the text. */
function explain(text: string, message: string): string {
  if (/end of JSON input|Unterminated string/.test(message)) return "It ends too early.";
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined && Number(position) >= text.length) return "It ends too early.";
  const place = position === undefined ? "" : ` ${placeOf(text, Number(position))}`;
  const character =
    position === undefined ? /Unexpected token '(.)'/u.exec(message)?.[1] : text[Number(position)];
  const what = lookalikes.get(character ?? "");
  if (what) return `It ${what}${place}.`;
  return place ? `It is invalid${place}.` : "It has an unexpected character.";
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position);
  return `in line ${before.split("\n").length}, column ${position - before.lastIndexOf("\n")}`;
}
