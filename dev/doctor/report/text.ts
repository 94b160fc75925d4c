/** One line of printable ASCII: what comes from outside must not move a terminal's cursor. */
export function toAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (sign) =>
    sign === "\n" ? " " : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Lines of at most `width` characters, broken at blanks; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
