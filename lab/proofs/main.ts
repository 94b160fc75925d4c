import { inspect } from "node:util";
import { proveAnswers } from "./answers/prove.ts";
import { proveCanaries } from "./canaries/prove.ts";
import { type Proof, type ProofOptions, readProofOptions } from "./support/proof.ts";

// `node lab/proofs/main.ts [canaries] [answers]`: both where neither is named.

const proofs: Readonly<Record<string, { readonly claim: string; readonly prove: Proof }>> = {
  canaries: { claim: "No secret where it does not belong", prove: proveCanaries },
  answers: { claim: "Never a 2xx without a yes", prove: proveAnswers },
};

async function show(name: string, options: ProofOptions): Promise<void> {
  const { claim, prove } = proofs[name] ?? {};
  if (prove === undefined)
    throw new Error(`There is no proof ${name}; there are ${names.join(", ")}.`);
  console.log(`${claim ?? name}: PROOF_RUNS=${options.runs} PROOF_SEED=${options.seed}`);
  const startedMs = performance.now();
  const rows = await prove(options);
  for (const [what, times] of rows) console.log(`${String(times).padStart(9)}  ${what}`);
  console.log(`holds, after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
}

const mostShownCharacters = 6000;
const names = Object.keys(proofs);
const asked = process.argv.slice(2);
try {
  const options = readProofOptions(process.env, 100_000);
  for (const name of asked.length > 0 ? asked : names) await show(name, options);
} catch (error) {
  // The cause is what was found; the rest of the message has the generated input, which may be long.
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const found = cause === undefined ? "" : `\n${inspect(cause)}`;
  console.error(`${message.slice(0, mostShownCharacters)}${found}`);
  process.exitCode = 1;
}
