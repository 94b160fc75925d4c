/** Takes our own secrets out of a text that is about to leave. */
export type Mask = (text: string) => string;

/** A shorter piece of a secret may be there by chance, and tells little. */
const pieceCharacters = 8;

/** Every piece of 8 characters or more is taken out, for a secret may be quoted in part; shorter secrets as a whole. */
export function createMask(secrets: readonly string[]): Mask {
  const whole = secrets.filter(({ length }) => length > 0 && length < pieceCharacters);
  const pieces = new Set(secrets.flatMap(toPieces));
  return (text) => {
    let masked = "";
    let keptTo = 0;
    let hiddenTo = 0;
    for (let at = 0; at + pieceCharacters <= text.length; at += 1) {
      if (!pieces.has(text.slice(at, at + pieceCharacters))) continue;
      // A run of pieces, each a character further, is one asterisked place.
      if (at >= hiddenTo) masked += `${text.slice(keptTo, at)}***`;
      hiddenTo = at + pieceCharacters;
      keptTo = hiddenTo;
    }
    masked += text.slice(keptTo);
    return whole.reduce((left, secret) => left.replaceAll(secret, "***"), masked);
  };
}

function toPieces(secret: string): string[] {
  const count = Math.max(0, secret.length - pieceCharacters + 1);
  return Array.from({ length: count }, (_, at) => secret.slice(at, at + pieceCharacters));
}
