import type { Spread } from "./statistics.ts";

/** "" counts. */
export type Unit = "ms" | "µs" | "KB" | "÷" | "";

/** One line of the result. What a figure does not have is absent. */
export type Figure = {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
  /** Of the rounds, where `value` is their median. */
  readonly least?: number;
  readonly most?: number;
  /** Where `value` is a p50. */
  readonly p99?: number;
  /** In KB, where `value` is minified. */
  readonly gzipped?: number;
  /** The value must not be above it. */
  readonly bar?: number;
};

/** Figures under one heading. */
export type Part = { readonly title: string; readonly figures: readonly Figure[] };

export type Verdict = "pass" | "miss";

/** Judges the value as measured, not as rounded for the table. Undefined where there is no bar. */
export function verdictOf({ value, bar }: Figure): Verdict | undefined {
  if (bar === undefined) return undefined;
  return value <= bar ? "pass" : "miss";
}

/** A ratio with its bar. */
export function ratio(name: string, { value, least, most }: Spread, bar?: number): Figure {
  return { name, unit: "÷", value, least, most, ...(bar !== undefined && { bar }) };
}

const decimals: Readonly<Record<Unit, number>> = { ms: 2, µs: 1, KB: 1, "÷": 3, "": 0 };

/** The number as the table shows it, with its unit. */
export function showValue(value: number, unit: Unit): string {
  const number = value.toFixed(decimals[unit]);
  return unit === "÷" || unit === "" ? number : `${number} ${unit}`;
}

/** What else is known of a figure: its range, its p99, its size when gzipped. */
export function showMore({ unit, least, most, p99, gzipped }: Figure): string {
  const number = (value: number) => value.toFixed(decimals[unit]);
  if (least !== undefined && most !== undefined) return `${number(least)} … ${number(most)}`;
  if (p99 !== undefined) return `p99 ${showValue(p99, unit)}`;
  return gzipped === undefined ? "" : `gzipped ${showValue(gzipped, unit)}`;
}
