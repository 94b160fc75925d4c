import { describe, expect, test } from "@jest/globals";
import { node, run } from "../../test/support/run-process.ts";
import { readProofOptions } from "./support/proof.ts";

// The full count, 100,000 of each, is made by `npm run test:canary`.
const { runs, seed } = readProofOptions(process.env, 3000);

describe("generated runs", () => {
  test.each([
    ["no secret leaves the relay", "canaries"],
    ["no answer of CLS but a yes is answered with 2xx", "answers"],
  ])(
    "%s",
    async (_, proof) => {
      // In a process of its own, whose output is that of the real logger and the real metrics.
      const env = { PROOF_RUNS: String(runs), PROOF_SEED: String(seed) };
      const proving = run(node, ["lab/proofs/main.ts", proof], env);
      process.stderr.write(
        `PROOF_RUNS=${runs} PROOF_SEED=${seed} node lab/proofs/main.ts ${proof}\n`,
      );
      const code = await proving.ended;
      expect(proving.stderr()).toBe("");
      expect(code).toBe(0);
      expect(proving.stdout()).toContain("holds");
    },
    120_000,
  );
});

test.each(["PROOF_RUNS", "PROOF_SEED"])("%s that is no whole number is refused", (name) => {
  expect(() => readProofOptions({ [name]: "many" }, 1)).toThrow(name);
});
