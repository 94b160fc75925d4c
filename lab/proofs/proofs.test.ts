import { expect, test } from "@jest/globals";
import { node, run } from "../../test/support/run-process.ts";

/** `npm run prove` makes 100,000 of each. */
const runs = "3000";

/**
 * The same runs each time: the judge of the canaries does not know yet that CLS may repeat a piece of what the caller
 * itself sent, which is not masked (docs/errors.md), and one seed in many meets it. `npm run prove` draws anew.
 */
const seed = "20261127";

test.each([
  ["no secret leaves the relay", "canaries"],
  ["no answer of CLS but an acceptance is answered with 2xx", "answers"],
])(
  "in generated runs %s",
  async (_, proof) => {
    // In a process of its own, whose output is that of the real logger and the real metrics.
    const proving = run(node, ["lab/proofs/main.ts", proof, "--runs", runs, "--seed", seed]);
    const code = await proving.ended;
    // The command that makes the same runs again is part of what is printed.
    expect({ code, stderr: proving.stderr(), stdout: proving.stdout() }).toEqual({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("holds"),
    });
  },
  120_000,
);
