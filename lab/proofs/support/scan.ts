/** A secret that was found, and the text around the place. */
export type Leak = { readonly secret: string; readonly around: string };

/** Looks for 8 consecutive bytes of any secret; undefined where there are none. */
export type Scan = (text: string) => Leak | undefined;

/** As much of a secret gives it away. */
export const pieceBytes = 8;
/** 11 digits of base64 hold 8 whole bytes. */
const leakDigits = 11;

/**
 * A scan for `secrets` by name, in ASCII. It sees a text as it stands, with the escapes of JSON and of
 * URLs undone, and secrets that were put into base64 at any offset.
 */
export function createScan(secrets: Readonly<Record<string, string>>): Scan {
  const pieces = new Map<string, string>();
  const digits = new Map<string, string>();
  for (const [name, secret] of Object.entries(secrets)) {
    for (const piece of windows(secret, pieceBytes)) pieces.set(piece, name);
    for (const offset of [0, 1, 2]) {
      const encoded = Buffer.from(secret.slice(offset)).toString("base64").replace(/=+$/, "");
      // The last digit holds bits of what follows.
      for (const piece of windows(encoded.slice(0, -1), leakDigits)) digits.set(piece, name);
    }
  }
  return (text) => {
    for (const view of views(text)) {
      const leak = search(view, pieceBytes, pieces) ?? search(view, leakDigits, digits);
      if (leak) return leak;
    }
    return undefined;
  };
}

/** What is left of a text without the pieces that `own` has as well: each run of other pieces, on a line of its own. */
export function withoutSharedPieces(text: string, own: string): string {
  const left: string[] = [];
  let runFrom: number | undefined;
  for (let at = 0; at + pieceBytes <= text.length; at += 1) {
    if (!own.includes(text.slice(at, at + pieceBytes))) runFrom ??= at;
    else if (runFrom !== undefined) {
      left.push(text.slice(runFrom, at + pieceBytes - 1));
      runFrom = undefined;
    }
  }
  return [...left, ...(runFrom === undefined ? [] : [text.slice(runFrom)])].join("\n");
}

function search(text: string, length: number, pieces: Map<string, string>): Leak | undefined {
  for (let at = 0; at + length <= text.length; at += 1) {
    const secret = pieces.get(text.slice(at, at + length));
    if (secret !== undefined) return { secret, around: text.slice(Math.max(at - 60, 0), at + 60) };
  }
  return undefined;
}

function* windows(text: string, length: number): Generator<string> {
  for (let at = 0; at + length <= text.length; at += 1) yield text.slice(at, at + length);
}

function views(text: string): string[] {
  const found = [text];
  // JSON in a string of JSON is escaped twice.
  for (let inner = text, depth = 0; inner.includes("\\") && depth < 3; depth += 1) {
    inner = unescapeJson(inner);
    found.push(inner);
  }
  if (text.includes("%")) found.push(unescapeUrl(text));
  return found;
}

function unescapeJson(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex?: string, character?: string) =>
    hex === undefined ? (character ?? "") : String.fromCharCode(parseInt(hex, 16)),
  );
}

function unescapeUrl(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}
