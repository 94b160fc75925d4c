import { once } from "node:events";
import { Agent } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { startEmulator } from "../server.ts";
import { HOST } from "./cls-client.ts";
import { createSelfSigned } from "./self-signed.ts";
import { closeStarted, heartbeat, setUp } from "./set-up.ts";

afterEach(closeStarted);

/** Unlike `once`, content with a reset before the close. */
const closeOf = (socket: Socket) => new Promise((resolve) => socket.once("close", resolve));

describe("connections", () => {
  test("a kept-alive one counts once, each fresh one anew", async () => {
    const { call, emulator } = await setUp({ keepAliveTimeoutMs: 60_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = await call({ agent });
    await call({ agent });
    expect(first.headers["keep-alive"]).toBe("timeout=60");
    expect(emulator.connections()).toBe(1);
    agent.destroy();
    await call({ agent: new Agent({ keepAlive: false }) });
    await call({ agent: new Agent({ keepAlive: false }) });
    expect(emulator.connections()).toBe(3);
  });

  test("close ends idle ones and those in the middle of a request, and may be called twice", async () => {
    const { emulator, call } = await setUp();
    const agent = new Agent({ keepAlive: true });
    await call({ agent });
    const half = connect(emulator.port, "127.0.0.1");
    half.on("error", () => undefined);
    half.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    await call({ agent });
    const closed = closeOf(half);
    await emulator.close();
    await closed;
    await emulator.close();
    await expect(call()).rejects.toThrow("ECONNREFUSED");
    agent.destroy();
  });

  test("a caller who hangs up in the middle of a request is no fault", async () => {
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { emulator, call } = await setUp();
    const half = connect(emulator.port, "127.0.0.1");
    half.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    await call();
    half.destroy();
    // Another round trip on the same loop: by its end the server has met the hang-up.
    await call();
    expect(stderr.mock.calls).toEqual([]);
    stderr.mockRestore();
  });

  test("a port in use is an error with its code", async () => {
    const { emulator } = await setUp();
    await expect(startEmulator({ port: emulator.port, credentials: [] })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

describe("intercept", () => {
  test("sees request and body first, and when it answers nothing else happens", async () => {
    const bodies: string[] = [];
    const { call, emulator } = await setUp({
      intercept(_request, response, body) {
        bodies.push(body.toString());
        if (bodies.length > 1) return false;
        response.writeHead(503).end(JSON.stringify({ Response: { fault: true } }));
        return true;
      },
    });
    expect(await call()).toMatchObject({ status: 503, response: { fault: true } });
    expect(emulator.received).toEqual([]);
    expect(emulator.groups.describe("l")).toEqual([]);
    expect((await call()).code).toBeUndefined();
    expect(bodies).toEqual([JSON.stringify(heartbeat("a")), JSON.stringify(heartbeat("a"))]);
  });

  test("may destroy the connection", async () => {
    const { call } = await setUp({
      intercept(request) {
        request.socket.destroy();
        return Promise.resolve(true);
      },
    });
    await expect(call()).rejects.toThrow("socket hang up");
  });

  test("that throws ends the connection and says why on stderr", async () => {
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { call } = await setUp({ intercept: () => Promise.reject(new Error("no such fault")) });
    await expect(call()).rejects.toThrow("socket hang up");
    expect(stderr.mock.calls).toEqual([["emulator: no such fault\n"]]);
    stderr.mockRestore();
  });
});

describe("https", () => {
  test("is served with the given key and certificate", async () => {
    const tls = createSelfSigned(HOST);
    const { call, emulator } = await setUp({ tls });
    expect(emulator.url).toMatch(/^https:/);
    expect((await call({ ca: tls.cert })).code).toBeUndefined();
    await expect(call({ ca: createSelfSigned(HOST).cert })).rejects.toThrow("self-signed");
  });

  test("close ends a connection whose handshake never came", async () => {
    const { emulator } = await setUp({ tls: createSelfSigned(HOST) });
    const silent = connect(emulator.port, "127.0.0.1");
    silent.on("error", () => undefined);
    await once(silent, "connect");
    const closed = closeOf(silent);
    await emulator.close();
    await closed;
  });
});
