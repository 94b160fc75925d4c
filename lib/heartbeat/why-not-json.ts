/** What stands where a value or name is due, and is taken for JSON by people and by other formats. */
const lookalikes: ReadonlyMap<string, string> = new Map([
  ["/", "has a comment"],
  ["#", "has a comment"],
  ["'", "has single quotes"],
  ["\u2018", "has curly quotes"],
  ["\u201c", "has curly quotes"],
  ["\u201d", "has curly quotes"],
]);

/** Why a text is not JSON, and where, as far as is known; never what stands around that place. */
export function whyNotJson(text: string): string {
  if (text.trim() === "") return "It is empty.";
  // What a text of another encoding or a compressed one looks like once it was read as UTF-8.
  if (text.startsWith("\x1f")) return "It is compressed; only plain text is read.";
  if (text.includes("\0")) return "It is UTF-16; only UTF-8 is read.";
  try {
    JSON.parse(text);
  } catch (error) {
    return tell(text, String(error));
  }
  return "It is not UTF-8.";
}

/** Of Node's message only the place and the character there: the rest quotes the text. */
function tell(text: string, message: string): string {
  if (/end of JSON input|Unterminated string/.test(message)) return "It ends too early.";
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined && Number(position) >= text.length) return "It ends too early.";
  const place = position === undefined ? "" : ` ${placeOf(text, Number(position))}`;
  const character =
    position === undefined ? /Unexpected token '(.)'/u.exec(message)?.[1] : text[Number(position)];
  const what = lookalikes.get(character ?? "");
  if (what) return `It ${what}${place}.`;
  return place ? `It breaks${place}.` : "It has a character that must not stand where it stands.";
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position);
  return `in line ${before.split("\n").length}, column ${position - before.lastIndexOf("\n")}`;
}
