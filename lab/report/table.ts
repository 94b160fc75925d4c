export type Column = { readonly title: string; readonly align: "left" | "right" };

/** Rows under aligned columns for a terminal; a row of one cell is a heading over the rows that follow. */
export function alignTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, index) =>
    Math.max(...[titles, ...rows.filter(isFull)].map((row) => (row[index] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const [cell, width] = [row[index] ?? "", widths[index] ?? 0];
        return align === "left" ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(titles), rule, ...rows.map((row) => (isFull(row) ? line(row) : row.join("")))].join(
    "\n",
  );
}

/** The same rows as a table in Markdown. */
export function markdownTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === "left" ? "---" : "---:")).join("|")}|`,
    ...rows.map(line),
  ].join("\n");
}

function isFull(row: readonly string[]): boolean {
  return row.length > 1;
}
