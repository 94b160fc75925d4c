import { inspect } from "node:util";
import { runCommand } from "../run-command.ts";
import { proveAnswers } from "./answers/prove.ts";
import { proveCanaries } from "./canaries/prove.ts";
import type { Proof } from "./support/proof.ts";

const proofs: Readonly<Record<string, { readonly claim: string; readonly prove: Proof }>> = {
  canaries: { claim: "No secret where it does not belong", prove: proveCanaries },
  answers: { claim: "Never a 2xx without acceptance by CLS", prove: proveAnswers },
};
const names = Object.keys(proofs);

const command = {
  name: "npm run prove",
  about: "Makes generated runs and looks for one that breaks a promise of the relay.",
  options: {
    runs: {
      type: "whole-number",
      help: "runs of each proof",
      default: 100_000,
      least: 1,
      most: 1e9,
    },
    seed: {
      type: "whole-number",
      help: "the same seed gives the same runs; 0 takes one from the clock",
      default: 0,
      least: 0,
      most: 2 ** 31 - 1,
    },
  },
  operands: { name: "proof", help: "all where none is named", most: names.length, choices: names },
} as const;

const mostShownCharacters = 6000;

await runCommand(command, async ({ options, operands }) => {
  const runs = options.runs;
  const seed = options.seed || Date.now() & 0x7fffffff;
  for (const [name, { claim, prove }] of Object.entries(proofs)) {
    if (operands.length > 0 && !operands.includes(name)) continue;
    console.log(`${claim}: npm run prove -- ${name} --runs ${runs} --seed ${seed}`);
    const startedMs = performance.now();
    const rows = await prove({ runs, seed }).catch((error: unknown) => {
      throw new Error(explain(error));
    });
    for (const [what, times] of rows) console.log(`${String(times).padStart(9)}  ${what}`);
    console.log(`holds, after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
  }
});

/** The cause is what was found; the rest of the message has the generated input, which may be long. */
function explain(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const found = cause === undefined ? "" : `\n${inspect(cause)}`;
  return `${message.slice(0, mostShownCharacters)}${found}`;
}
