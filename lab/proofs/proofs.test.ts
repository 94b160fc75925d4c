import { expect, test } from "@jest/globals";
import { node, run } from "../../test/support/run-process.ts";

/** `npm run prove` makes 100,000 of each. */
const runs = "3000";

test.each([
  ["no secret leaves the relay", "canaries"],
  ["no answer of CLS but an acceptance is answered with 2xx", "answers"],
])(
  "in generated runs %s",
  async (_, proof) => {
    // In a process of its own, whose output is that of the real logger and the real metrics.
    const proving = run(node, ["lab/proofs/main.ts", proof, "--runs", runs]);
    const code = await proving.ended;
    // Each time other runs; the command that makes the same again is part of what is printed.
    expect({ code, stderr: proving.stderr(), stdout: proving.stdout() }).toEqual({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("holds"),
    });
  },
  120_000,
);
