import { type Figure, type Part, showMore, showValue, verdictOf } from "../figures.ts";
import type { Column } from "./table.ts";

export const columns: readonly Column[] = [
  { title: "figure", align: "left" },
  { title: "value", align: "right" },
  { title: "range, p99 or gzipped", align: "right" },
  { title: "bar", align: "right" },
  { title: "verdict", align: "left" },
];

/** The cells of one figure, in the order of `columns`. */
export function toRow(figure: Figure): string[] {
  const { name, value, unit, bar } = figure;
  return [
    name,
    showValue(value, unit),
    showMore(figure),
    bar === undefined ? "" : `≤ ${showBar(bar, figure)}`,
    verdictOf(figure) ?? "",
  ];
}

/** All figures with their headings, as rows of one table. */
export function toRows(parts: readonly Part[]): string[][] {
  return parts.flatMap(({ title, figures }) => [[title], ...figures.map(indent).map(toRow)]);
}

/** Figures that miss their bar, each with its heading. */
export function misses(parts: readonly Part[]): string[] {
  return parts.flatMap(({ title, figures }) =>
    figures.filter((figure) => verdictOf(figure) === "miss").map(({ name }) => `${title}: ${name}`),
  );
}

function indent(figure: Figure): Figure {
  return { ...figure, name: `  ${figure.name}` };
}

function showBar(bar: number, { unit }: Figure): string {
  return unit === "÷" ? bar.toFixed(2) : `${bar} ${unit}`.trimEnd();
}
