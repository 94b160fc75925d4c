/** Calls whose exchanges are held to the document. */
const held = [
  /\bdocumented\(\s*createHttpHandler\(/g,
  /\b(importDocumented|recordedHandler)\([^;]*?\brelay\.(ts|cjs)"/g,
];

/** What leads to the relay's answers: its handler, either file of its function, and the local server. */
const ways =
  /\bcreateHttpHandler\(|["'`/]functions\/relay\.ts|\brelay\.cjs\b|["'`/]dev\/server\.ts/g;

/** Where a source comes to the relay's answers without holding them to the OpenAPI document. */
export function findWaysRound(source: string): readonly string[] {
  const rest = held.reduce((text, call) => text.replace(call, ""), source);
  return rest.match(ways) ?? [];
}
