/** Where JSON stops being JSON, and at what sign; never what stands around it. */
export function whereJsonBreaks(text: string): string {
  if (text.trim() === "") return "It is empty.";
  try {
    JSON.parse(text);
  } catch (error) {
    // Of Node's message only the place: the rest quotes the text.
    const message = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    if (position !== undefined) return placeOf(text, Number(position));
  }
  return "It ends too early.";
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `It breaks in line ${before.length}, column ${(before.at(-1) ?? "").length + 1}.`;
}
