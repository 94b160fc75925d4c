import { describe, expect, test } from "@jest/globals";
import { errorTable } from "../../lib/heartbeat/error-table.ts";
import { beatRequest, heartbeat, json, startRelay } from "../support/start-relay.ts";

describe("the page of a problem", () => {
  test.each(Object.entries(errorTable))("%s", async (code, { title, retryable }) => {
    const relay = await startRelay({ env: { RELAY_AUTH: "" } });
    const at = (accept: string, method = "GET") =>
      relay.call({ method, path: `/problems/${code}`, headers: { accept } });
    const plain = await at("*/*");
    expect([plain.statusCode, plain.headers["Content-Type"]]).toEqual([
      200,
      "text/plain; charset=utf-8",
    ]);
    const page = await at("text/html,*/*;q=0.8");
    expect([page.statusCode, page.headers["Content-Type"]]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    for (const { body } of [plain, page]) {
      expect(body).toContain(code);
      expect(body).toContain(title);
      expect(body).toContain(retryable ? "may help" : "cannot help");
      expect(body).toContain("What to do");
    }
    expect((await at("*/*", "HEAD")).statusCode).toBe(200);
    expect((await at("*/*", "POST")).headers["Allow"]).toBe("GET, HEAD");
    expect(relay.counted).toEqual([]);
  });

  test("of an unknown code does not exist", async () => {
    const relay = await startRelay();
    for (const code of ["nothing", "constructor", "__proto__", "Throttled", "not-found/x"]) {
      const answer = await relay.call({ method: "GET", path: `/problems/${code}` });
      expect([answer.statusCode, json(answer)["type"]]).toEqual([404, "/problems/not-found"]);
    }
  });

  test("is where the type of each problem leads", async () => {
    const relay = await startRelay({ env: { RELAY_BASE_PATH: "/relay" } });
    const refused = await relay.call(beatRequest({ path: "/relay/v1/heartbeats", body: "{" }));
    const { type } = json(refused) as { type: string };
    expect(type).toBe("/relay/problems/malformed-body");
    expect((await relay.call({ method: "GET", path: type })).statusCode).toBe(200);
    const batch = JSON.stringify({ heartbeats: [heartbeat, { alias: "nothing" }] });
    const told = await relay.call({ path: "/relay/v1/heartbeats:batch", body: batch });
    expect(json(told)).toMatchObject({
      type: "/relay/problems/batch-incomplete",
      results: [{ status: 200 }, { type: "/relay/problems/not-found" }],
    });
  });
});
