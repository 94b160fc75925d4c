/**
 * Takes our own secrets out of a text that is about to leave.
 *
 * @param sent what the caller itself sent: pieces in it are not masked, since a mask would tell the caller that it has
 * guessed one
 */
export type Mask = (text: string, sent?: string) => string;

/** A shorter piece of a secret may be there by chance, and reveals little. */
const pieceCharacters = 8;

/** Every whole secret is taken out, and every piece of 8 characters or more, for a secret may be quoted in part. */
export function createMask(secrets: readonly string[]): Mask {
  const whole = secrets.filter(({ length }) => length > 0).sort((a, b) => b.length - a.length);
  const pieces = new Set(secrets.flatMap(toPieces));
  const hideWhole = (text: string) =>
    whole.reduce((left, secret) => left.replaceAll(secret, "***"), text);
  return (from, given = "") => {
    const [text, sent] = [hideWhole(from), hideWhole(given)];
    let masked = "";
    let keptTo = 0;
    let hiddenTo = 0;
    for (let at = 0; at + pieceCharacters <= text.length; at += 1) {
      const piece = text.slice(at, at + pieceCharacters);
      if (!pieces.has(piece) || sent.includes(piece)) continue;
      // A run of pieces, each a character further, is one asterisked place.
      if (at >= hiddenTo) masked += `${text.slice(keptTo, at)}***`;
      hiddenTo = at + pieceCharacters;
      keptTo = hiddenTo;
    }
    return masked + text.slice(keptTo);
  };
}

function toPieces(secret: string): string[] {
  const count = Math.max(0, secret.length - pieceCharacters + 1);
  return Array.from({ length: count }, (_, at) => secret.slice(at, at + pieceCharacters));
}
