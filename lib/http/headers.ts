/** Header values by lower-case name. */
export type Headers = Readonly<Record<string, string | undefined>>;

const plainId = /^[A-Za-z0-9._-]{1,64}$/;

/** An id is taken over only when it is short and plain: it goes into logs, headers and to Tencent. */
export function isPlainId(id: unknown): id is string {
  return typeof id === "string" && plainId.test(id);
}

/** The presented key: `X-Api-Key`, else `Authorization: Bearer`. */
export function presentedKey(headers: Headers): string | undefined {
  return headers["x-api-key"] || /^Bearer +([^ \t]+) *$/i.exec(headers["authorization"] ?? "")?.[1];
}

type Preferences = { readonly minimal: boolean; readonly waitMs?: number };
const none: Preferences = { minimal: false };

/** What of `Prefer` (RFC 7240) this relay knows: of a preference given twice the first counts. */
export function parsePrefer(header = ""): Preferences {
  if (header === "") return none;
  const preferences = new Map<string, string>();
  for (const part of header.split(",")) {
    const [preference = ""] = part.split(";");
    const [name = "", value = ""] = preference.split("=").map((text) => text.trim());
    const key = name.toLowerCase();
    if (!preferences.has(key)) preferences.set(key, value.replace(/^"(.*)"$/, "$1"));
  }
  const wait = preferences.get("wait") ?? "";
  return {
    minimal: preferences.get("return")?.toLowerCase() === "minimal",
    ...(/^\d{1,6}$/.test(wait) && { waitMs: Number(wait) * 1000 }),
  };
}

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

/** Whether a person's browser asks. */
export function prefersHtml(accept = ""): boolean {
  return /text\/html/i.test(accept);
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

/** A text of which each character is a byte of UTF-8, decoded, unless a front has done so already. */
export function toUtf8(text: string): string {
  if (/[^\0-\xff]/.test(text)) return text;
  const decoded = Buffer.from(text, "latin1").toString();
  return decoded.includes("\uFFFD") ? text : decoded;
}
