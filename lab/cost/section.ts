const begin = "<!-- npm run cost writes from here -->";
const end = "<!-- npm run cost writes up to here -->";

/** The page with another text between its two markers. */
export function replaceSection(page: string, text: string): string {
  const [fromAt, toAt] = [page.indexOf(begin), page.indexOf(end)];
  if (fromAt === -1 || toAt < fromAt)
    throw new Error(`The page has no "${begin}" before "${end}".`);
  return `${page.slice(0, fromAt + begin.length)}\n\n${text}\n\n${page.slice(toAt)}`;
}
