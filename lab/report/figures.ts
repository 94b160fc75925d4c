/** One line of a result. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  /** Shown behind the value. */
  readonly unit: string;
  readonly digits: number;
  readonly bar?: Bar;
  /** What else is known, in the unit of the value. */
  readonly more?: Readonly<Partial<Record<"least" | "most" | "p99" | "gzipped", number>>>;
};

export type Bar = { readonly kind: "least" | "most"; readonly value: number };

/** Figures under one heading. */
export type Part = { readonly title: string; readonly figures: readonly Figure[] };

export type Verdict = "met" | "MISSED";

/** Judges the value as measured, not as rounded for the table. Undefined where there is no bar. */
export function verdictOf({ value, bar }: Figure): Verdict | undefined {
  if (bar === undefined) return undefined;
  const isMet = bar.kind === "least" ? value >= bar.value : value <= bar.value;
  return isMet ? "met" : "MISSED";
}

export const atLeast = (value: number) => ({ bar: { kind: "least", value } }) as const;

export const atMost = (value: number) => ({ bar: { kind: "most", value } }) as const;
