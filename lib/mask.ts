/** Takes our own secrets out of a text that is about to leave. */
export type Mask = (text: string) => string;

export function createMask(secrets: readonly string[]): Mask {
  // Longest first: one secret may be the beginning of another.
  const ordered = [...secrets].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}
