import type { Column } from "../../bench/report/table.ts";
import { type Figure, type Part, verdictOf } from "../figures.ts";

export const columns: readonly Column[] = [
  { title: "figure", align: "left" },
  { title: "value", align: "right" },
  { title: "bar", align: "right" },
  { title: "verdict", align: "left" },
];

/** The cells of one figure, in the order of `columns`. */
export function toRow(figure: Figure): string[] {
  const { name, value, digits, unit, bar } = figure;
  const withUnit = (text: string) => `${text} ${unit}`.trimEnd();
  return [
    name,
    withUnit(value.toFixed(digits)),
    bar === undefined ? "" : withUnit(`${bar.kind === "least" ? "≥" : "≤"} ${bar.value}`),
    verdictOf(figure) ?? "",
  ];
}

/** All figures under headings that name the seed, as rows of one table. */
export function toRows(parts: readonly Part[]): string[][] {
  return parts.flatMap((part) => [
    [headingOf(part)],
    ...part.figures.map((figure) => toRow({ ...figure, name: `  ${figure.name}` })),
  ]);
}

/** What misses its bar, with the value that it has. */
export function missesOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) =>
    part.figures
      .filter((figure) => verdictOf(figure) === "MISSED")
      .map(toRow)
      .map(([name = "", value = "", bar = ""]) => `${part.title}: ${name}: ${value} (${bar})`),
  );
}

export function headingOf({ title, seed }: Part): string {
  return `${title} (seed ${seed})`;
}
