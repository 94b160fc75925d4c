import { describe, expect, test } from "@jest/globals";
import { fronts } from "../support/events.ts";
import { json, startRelay } from "../support/start-relay.ts";

describe.each(fronts)("behind %s the root", (_front, toEvent) => {
  test("tells a health check and a browser where to read on", async () => {
    const relay = await startRelay();
    const plain = await relay.invoke(toEvent({ method: "GET", path: "/" }));
    expect([plain.statusCode, plain.headers["Content-Type"]]).toEqual([200, "application/json"]);
    expect(json(plain)["openApi"]).toMatch(/^(?:\/prod|\/v1)?\/openapi\.json$/);
    const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
    const page = await relay.invoke(toEvent({ method: "GET", path: "/", headers }));
    expect([page.statusCode, page.headers["Content-Type"]]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect(relay.emulator.received).toHaveLength(0);
    expect(relay.counted).toHaveLength(0);
  });

  test("answers whatever it refuses with a Response, for consumers that look for nothing else", async () => {
    const relay = await startRelay({ env: { RELAY_AUTH: "" } });
    for (const method of ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"]) {
      const answer = await relay.invoke(toEvent({ method, path: "/", body: "{" }));
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(json(answer)).toMatchObject({
        code: expect.any(String),
        Response: {
          Error: { Code: expect.any(String), Message: expect.any(String) },
          RequestId: answer.headers["X-Request-Id"],
        },
      });
    }
    const headers = { "X-TC-Action": "SendConsumerHeartbeat" };
    for (const method of ["GET", "POST", "HEAD", "PUT"]) {
      const answer = await relay.invoke(toEvent({ method, path: "/", headers, body: "{" }));
      expect(json(answer)).toHaveProperty("Response.Error.Code");
    }
  });
});
