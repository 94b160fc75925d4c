import { globSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { read, root } from "../support/markdown.ts";
import { findWaysRound } from "../support/openapi/ways-round.ts";

/** What may do without, and why. The benches measure what is deployed, as it is deployed. */
const allowed: Readonly<Record<string, string>> = {
  "test/openapi/ways-round.test.ts": "has them as examples",
  "test/support/openapi/documented-handler.ts": "wraps it, under the name that the server imports",
  "test/support/openapi/documented-server.ts": "puts that one into the server",
  "test/support/run-process.ts": "starts the server with the line above",
  "test/integration/bundle.test.ts": "looks at the bundle, and calls nothing",
  "test/unit/bench/report.test.ts": "has the name in a title",
  "test/docs.test.ts": "reads the text of the server",
  "test/rehearse/relay-process.ts": "is no test: people watch the server as it is",
};

test.each([
  ["createHttpHandler(services)", 1],
  ["documented(\n  createHttpHandler(services),\n)", 0],
  ['await import("../../functions/relay.ts")', 1],
  ['importDocumented(join(root, "functions/relay.ts"))', 0],
  ['require(join(dir, "relay.cjs"))', 1],
  ['recordedHandler(join(dir, "relay.cjs"), file)', 0],
  ['importDocumented(join(dir, "relay.cjs")); require(join(dir, "relay.cjs"))', 1],
  ['run(node, ["dev/server.ts"])', 1],
  ["run(node, documentedServer)", 0],
])("%j has %i ways round the document", (source, ways) => {
  expect(findWaysRound(source)).toHaveLength(ways);
});

test("only what is allowed here comes to the relay's answers without holding them to the document", () => {
  const sources = globSync("test/**/*.ts", { cwd: root, exclude: ["test/bench/**"] });
  const found = sources.filter((file) => findWaysRound(read(file)).length > 0);
  expect(found.toSorted()).toEqual(Object.keys(allowed).toSorted());
});
