type Range = { readonly type: string; readonly quality: number };

/**
 * Whether plain text is truly preferred to JSON (RFC 9110, 12.5.1): named, and with the higher quality.
 * A tie gives JSON, as with `application/json, text/plain` and a wildcard, which common clients send
 * without meaning text; a wildcard alone never stands for text.
 */
export function prefersText(accept = ""): boolean {
  if (!/text\//i.test(accept)) return false;
  const ranges = accept.split(",").map(parseRange);
  const text = qualityOf(["text/plain", "text/*"], ranges);
  return text > qualityOf(["application/json", "application/*", "*/*"], ranges);
}

const weight = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

function parseRange(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith("q="));
  return { type, quality: given === undefined ? 1 : Number(weight.exec(given)?.[1] ?? 0) };
}

/** The quality of the most exact of `wanted`, which begins with that one. */
function qualityOf(wanted: readonly string[], ranges: readonly Range[]): number {
  for (const type of wanted) {
    const range = ranges.find((candidate) => candidate.type === type);
    if (range) return range.quality;
  }
  return 0;
}
