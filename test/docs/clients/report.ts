export type Outcome = { readonly snippet: string; readonly done: string };

/** What became of each snippet, aligned for a terminal. */
export function toTable(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ snippet }) => snippet.length));
  const rows = outcomes.map(({ snippet, done }) => `  ${snippet.padEnd(width)}  ${done}\n`);
  return `\nSnippets of docs/clients.md:\n\n${rows.join("")}\n`;
}
