import { readFileSync } from "node:fs";

import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { boardPage } from "../../board/page.ts";
import { build } from "../../build/main.ts";
import { createContext } from "../../../server/lambda-context.ts";
import { openApiDocument } from "../document.ts";
import { httpApiEvent } from "../../../test/support/events.ts";
import { root } from "../../../test/support/markdown.ts";
import { importDocumented } from "../../../test/support/openapi/import-documented.ts";
import { json, startRelay } from "../../../test/support/start-relay.ts";
import { ownFolder } from "../../../test/support/own-folder.ts";

// Of both functions nothing is of interest here but what they answer.
process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";

const request = { method: "GET", path: "/openapi.json" };

test("the document needs no key, is read once, and leaves no line", async () => {
  let reads = 0;
  const readOpenApi = () => {
    reads += 1;
    return JSON.stringify(openApiDocument());
  };
  const relay = await startRelay({ env: { RELAY_AUTH: "keys" }, overrides: { readOpenApi } });
  const lines = relay.lines.length;
  expect(reads).toBe(0);
  for (const method of ["GET", "HEAD", "GET"]) {
    const answer = await relay.call({ ...request, method });
    expect([answer.statusCode, json(answer)]).toEqual([
      200,
      JSON.parse(JSON.stringify(openApiDocument())),
    ]);
  }
  expect([reads, relay.lines.slice(lines)]).toEqual([1, []]);
});

test.each([
  ["keeps none", undefined],
  ["lost its own", () => readFileSync("/nonexistent/openapi.json", "utf8")],
])("a host that %s says where it comes from", async (_name, readOpenApi) => {
  const relay = await startRelay({ overrides: { ...(readOpenApi && { readOpenApi }) } });
  const answer = await relay.call(request);
  expect([answer.statusCode, json(answer)["code"]]).toEqual([404, "not-found"]);
  expect(json(answer)["detail"]).toContain("npm run build writes it");
});

test("the function without a build has none, and no board", async () => {
  const handler = await importDocumented(join(root, "functions/relay.ts"));
  for (const path of ["/openapi.json", "/board"]) {
    const answer = await handler(
      httpApiEvent({ ...request, path }),
      createContext("relay", 10_000),
    );
    expect([answer.statusCode, json(answer)["detail"]]).toEqual([
      404,
      expect.stringContaining("npm run build writes"),
    ]);
  }
});

test("the built function gives the files beside it, which are no part of its bundle", async () => {
  const outdir = ownFolder();
  const { outputs } = await build({ outdir });
  const handler = await importDocumented(join(outdir, "relay.cjs"));
  const answer = await handler(httpApiEvent(request), createContext("relay", 10_000));
  expect(answer.body).toBe(JSON.stringify(openApiDocument()));
  const board = httpApiEvent({ ...request, path: "/board" });
  expect((await handler(board, createContext("relay", 10_000))).body).toBe(boardPage());
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  expect(inputs.filter((input) => /^(?:dev|board)\/(?!build)/.test(input))).toEqual([]);
});
