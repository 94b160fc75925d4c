import { type Part, verdictOf } from "../../report/figures.ts";
import type { RunFacts } from "./run-facts.ts";

/** The whole run for machines, numbers unrounded. */
export function renderJson(facts: RunFacts, parts: readonly Part[]): string {
  const judged = parts.map(({ title, figures }) => ({
    title,
    figures: figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) })),
  }));
  return JSON.stringify({ ...facts, parts: judged }, undefined, 2);
}
