import { type Figure, verdictOf } from "../report/figures.ts";
import type { Plot } from "../report/plot.ts";
import { type Column, markdownTable } from "../report/table.ts";
import type { Billed } from "./billed.ts";

export type Value = Pick<Figure, "value" | "digits" | "bar">;

/** One fleet of consumers, with whatever differs named. */
export type Run = { readonly name: string; readonly values: readonly Value[] };

/** Runs that are to be compared: each has a value for each column. */
export type Comparison = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly runs: readonly Run[];
  readonly plot?: Plot;
  /** What AWS would bill some of them for. */
  readonly billed?: readonly Billed[];
};

export function columnsOf({ columns }: Comparison): Column[] {
  const figures = columns.map((title): Column => ({ title, align: "right" }));
  return [{ title: "run", align: "left" }, ...figures];
}

/** The cells of one run; what has a bar shows it, and whether it is missed. */
export function toRow({ name, values }: Run): string[] {
  return [name, ...values.map(toCell)];
}

export function renderTables(comparisons: readonly Comparison[]): string {
  const tables = comparisons.map(
    (one) =>
      `## ${one.title}\n\n${showPlot(one)}${markdownTable(columnsOf(one), one.runs.map(toRow))}\n`,
  );
  return tables.join("\n");
}

function showPlot({ plot }: Comparison): string {
  return plot ? `![${plot.title}: ${plot.yTitle}](plots/${plot.file}.svg)\n\n` : "";
}

/** What misses its bar, with the value that it has. */
export function missesOf(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap(({ title, columns, runs }) =>
    runs.flatMap(({ name, values }) =>
      values.flatMap((value, index) =>
        isMissed(value) ? [`${title}: ${name}: ${columns[index] ?? ""}: ${toCell(value)}`] : [],
      ),
    ),
  );
}

function toCell(value: Value): string {
  const text = value.value.toFixed(value.digits);
  if (value.bar === undefined) return text;
  const sign = value.bar.kind === "least" ? "≥" : "≤";
  return `${text} (${sign} ${value.bar.value}${isMissed(value) ? ", MISSED" : ""})`;
}

function isMissed(value: Value): boolean {
  return verdictOf({ ...value, name: "", unit: "" }) === "MISSED";
}
