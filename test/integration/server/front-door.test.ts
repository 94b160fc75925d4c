import { get } from "node:http";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { dial, request, tell } from "../../conformance/support/sockets.ts";
import { keys, serverForms, startServerProcess } from "../../support/server-process.ts";

describe.each(serverForms)("%s", (_name, createArguments) => {
  let args: readonly string[];
  beforeAll(async () => {
    args = await createArguments();
  });

  test("with as many requests under way as it may have answers 503 and when to return", async () => {
    const server = await startServerProcess(args, { RELAY_MAX_REQUESTS: "2" });
    const hold = server.hold();
    const underWay = [server.beat(), server.beat({ consumer: "orders-2" })];
    while (hold.arrived() < 2) await hold.next();
    const refused = await server.beat();
    expect([refused.status, refused.headers.get("connection")]).toEqual([503, "close"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: "relay-busy", retryable: true });
    await server.printed(/relay busy.*"refused":1,"maxRequests":2/);
    hold.letGo();
    for (const answer of await Promise.all(underWay)) expect(answer.status).toBe(200);
    expect((await server.beat()).status).toBe(200);
  });

  test("cuts who is slowest to send when it has as many requests as it may, and takes the one that comes", async () => {
    const server = await startServerProcess(args, { RELAY_MAX_REQUESTS: "2" });
    const slow = [await dial(server.port), await dial(server.port)];
    for (const sender of slow) {
      await sender.send(
        request(
          "POST /v1/heartbeats HTTP/1.1",
          "Host: relay",
          "Content-Length: 9",
          "Expect: 100-continue",
        ),
      );
      // Its body is waited for.
      expect((await sender.heard(1)).map(({ status }) => status)).toEqual([100]);
    }
    expect((await server.beat()).status).toBe(200);
    const [first, second] = slow;
    const cut = await first?.heard(Number.POSITIVE_INFINITY);
    expect(cut?.map(({ status }) => status)).toEqual([100, 503]);
    await server.printed(/relay busy.*"refused":1,"maxRequests":2/);
    // The other one still has its time, and its place was not needed.
    await second?.send("{invalid}");
    expect((await second?.heard(2))?.map(({ status }) => status)).toEqual([100, 401]);
  });

  test.each([
    ["malformed", 400, "\x16\x03\x01\x02\r\n\r\n"],
    ["tooLong", 431, request("GET / HTTP/1.1", `X-Long: ${"a".repeat(20_000)}`)],
  ])("tells of a request that was not read: %s", async (why, status, text) => {
    const server = await startServerProcess(args);
    expect((await tell(server.port, text)).statuses).toEqual([status]);
    await server.printed(new RegExp(`"WARN".*requests not read.*"${why}":1`));
    expect((await server.beat()).status).toBe(200);
  });

  test("is alive while it is busy", async () => {
    const server = await startServerProcess(args, {
      RELAY_MAX_REQUESTS: "1",
      RELAY_BASE_PATH: "/relay",
    });
    const hold = server.hold();
    const underWay = server.beat();
    while (hold.arrived() < 1) await hold.next();
    const statuses = ["/livez", "/relay/livez", "/healthz", "/readyz"].map(
      async (path) => (await fetch(server.url + path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 503]);
    hold.letGo();
    expect((await underWay).status).toBe(200);
  });

  test("says without a key whether it serves, and with one whether CLS would accept a beat", async () => {
    const server = await startServerProcess(args);
    await server.emulator.close();
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(server.url + path, { headers });
      return [answer.status, ((await answer.json()) as { status: string }).status];
    };
    expect(await ask("/livez")).toEqual([200, "ok"]);
    expect(await ask("/readyz")).toEqual([200, "serving"]);
    expect(await ask("/readyz", { "x-api-key": keys.first.key })).toEqual([502, 502]);
  });

  test("answers behind RELAY_BASE_PATH", async () => {
    const server = await startServerProcess(args, { RELAY_BASE_PATH: "/relay" });
    const at = async (path: string) => (await fetch(server.url + path)).status;
    expect(await at("/relay/livez")).toBe(200);
    expect(await at("/relay/relay/livez")).toBe(404);
    const problem = await fetch(`${server.url}/relay/v1/heartbeats`);
    expect(await problem.json()).toMatchObject({ type: "/relay/problems/method-not-allowed" });
  });

  const from = { "x-forwarded-for": "203.0.113.7", "x-forwarded-host": "relay.example" };

  test("takes the caller's address from a proxy that it is told to trust", async () => {
    const server = await startServerProcess(args, { RELAY_TRUSTED_PROXIES: "127.0.0.0/8" });
    expect((await server.beat({ headers: from })).status).toBe(200);
    await server.printed(/"client":"203\.0\.113\.7".*"outcome":"renewed"/);
  });

  test("and from nobody else", async () => {
    const server = await startServerProcess(args, { RELAY_TRUSTED_PROXIES: "10.0.0.0/8" });
    expect((await server.beat({ headers: from })).status).toBe(200);
    await server.printed(/"client":"127\.0\.0\.1".*"outcome":"renewed"/);
  });

  test.each([
    ["of a trusted proxy's host", "127.0.0.1", "localhost", "relay.example", 405],
    ["of the host that anybody claims", "10.0.0.1", "localhost", "relay.example", 403],
    ["that was rebound to this machine", "127.0.0.1", "relay.example", "localhost", 403],
  ])("without keys, a page %s", async (_what, trusted, host, outer, status) => {
    const env = { RELAY_AUTH: "none", RELAY_TRUSTED_PROXIES: trusted };
    const server = await startServerProcess(args, env);
    const headers = {
      ...{ host, "x-forwarded-host": outer, "x-forwarded-for": "203.0.113.7" },
      origin: "https://relay.example",
    };
    const answered = new Promise<number | undefined>((resolve, reject) => {
      // A GET is refused after the page was judged; only `http` sets Host.
      get(`${server.url}/v1/heartbeats/orders-1`, { headers }, ({ statusCode }) => {
        resolve(statusCode);
      }).on("error", reject);
    });
    expect(await answered).toBe(status);
  });

  test("names a stand-in for CLS nowhere when it has credentials", async () => {
    const server = await startServerProcess(args);
    const answer = await server.beat();
    expect(answer.headers.has("x-heartbeat-upstream")).toBe(false);
    await server.printed(/"outcome":"renewed"/);
    expect(server.stdout()).not.toContain("embedded");
  });
});
