/** A figure of a scenario, and what the proofs ask of it. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly digits: number;
  readonly unit: string;
  readonly bar?: Bar;
};

export type Bar = { readonly kind: "least" | "most"; readonly value: number };

export type Part = {
  readonly title: string;
  readonly seed: number;
  readonly figures: readonly Figure[];
};

export type Verdict = "met" | "MISSED";

/** Judged on the whole number, not on the digits shown. */
export function verdictOf({ value, bar }: Figure): Verdict | undefined {
  if (bar === undefined) return undefined;
  const isMet = bar.kind === "least" ? value >= bar.value : value <= bar.value;
  return isMet ? "met" : "MISSED";
}

export function atLeast(value: number): { readonly bar: Bar } {
  return { bar: { kind: "least", value } };
}

export function atMost(value: number): { readonly bar: Bar } {
  return { bar: { kind: "most", value } };
}
