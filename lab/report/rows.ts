import { type Figure, type Part, verdictOf } from "./figures.ts";
import { alignTable, type Column, markdownTable } from "./table.ts";

const columns: readonly Column[] = [
  { title: "figure", align: "left" },
  { title: "value", align: "right" },
  { title: "range, p99 or gzipped", align: "right" },
  { title: "bar", align: "right" },
  { title: "verdict", align: "left" },
];

/** All figures under their headings, for a terminal. */
export function renderText(parts: readonly Part[]): string {
  const rows = parts.flatMap(({ title, figures }) => [
    [title],
    ...figures.map((figure) => toRow({ ...figure, name: `  ${figure.name}` })),
  ]);
  return alignTable(...withoutEmptyColumns(columns, rows));
}

/** What is missed, and a table for each part, in Markdown. */
export function renderMarkdown(parts: readonly Part[]): string {
  const missed = missesOf(parts);
  const verdict =
    missed.length === 0
      ? "Every bar is met."
      : `Missed:\n\n${missed.map((miss) => `- ${miss}`).join("\n")}`;
  const rows = parts.flatMap(({ figures }) => figures.map(toRow));
  const tables = parts.map(({ title, figures }) => {
    const [shown, cells] = withoutEmptyColumns(columns, figures.map(toRow), rows);
    return `## ${title}\n\n${markdownTable(shown, cells)}\n`;
  });
  return `${verdict}\n\n${tables.join("\n")}`;
}

/** What misses its bar, with the value that it has. */
export function missesOf(parts: readonly Part[]): string[] {
  return parts.flatMap(({ title, figures }) =>
    figures
      .filter((figure) => verdictOf(figure) === "MISSED")
      .map((figure) => `${title}: ${figure.name}: ${showValue(figure)} (${showBar(figure)})`),
  );
}

function toRow(figure: Figure): string[] {
  return [
    figure.name,
    showValue(figure),
    showMore(figure),
    showBar(figure),
    verdictOf(figure) ?? "",
  ];
}

const withUnit = (text: string, unit: string) => `${text} ${unit}`.trimEnd();

function showValue({ value, digits, unit }: Figure): string {
  return withUnit(value.toFixed(digits), unit);
}

function showMore({ more: { least, most, p99, gzipped } = {}, digits, unit }: Figure): string {
  if (least !== undefined && most !== undefined) {
    return `${least.toFixed(digits)} … ${most.toFixed(digits)}`;
  }
  if (p99 !== undefined) return `p99 ${withUnit(p99.toFixed(digits), unit)}`;
  return gzipped === undefined ? "" : `gzipped ${withUnit(gzipped.toFixed(digits), unit)}`;
}

function showBar({ bar, unit }: Figure): string {
  return bar ? withUnit(`${bar.kind === "least" ? "≥" : "≤"} ${bar.value}`, unit) : "";
}

/** A simulation has no ranges. */
function withoutEmptyColumns(
  all: readonly Column[],
  rows: readonly (readonly string[])[],
  deciding = rows,
): readonly [readonly Column[], readonly (readonly string[])[]] {
  const isFilled = (_: unknown, at: number) => at === 0 || deciding.some((row) => row[at]);
  return [all.filter(isFilled), rows.map((row) => row.filter(isFilled))];
}
