import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, expect, test } from "@jest/globals";
import { closeFront, createFront } from "../../../server/front.ts";
import { run } from "../../support/run-process.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
afterAll(() => {
  agent.destroy();
});

/** A front whose every answer waits until it is let go. */
async function startFront() {
  const asked: (() => void)[] = [];
  let noticed = Promise.withResolvers<undefined>();
  const front = createFront(async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    asked.push(() => {
      resolve(undefined);
    });
    noticed.resolve(undefined);
    await promise;
    return { statusCode: 200, headers: {}, body: "", isBase64Encoded: false };
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = front.address() as AddressInfo;
  return {
    front,
    port,
    /** Sends a request on the one connection that is kept; resolves with how to let its answer go. */
    ask: async () => {
      noticed = Promise.withResolvers();
      const answer = once(get({ agent, port, host: "127.0.0.1" }), "response");
      await noticed.promise;
      return async () => {
        asked.shift()?.();
        const [response] = (await answer) as [IncomingMessage];
        response.resume();
        await once(response, "end");
        return response.headers.connection;
      };
    },
  };
}

test("a front that closes answers what is under way, and then ends a connection that is in use", async () => {
  const { front, ask } = await startFront();
  expect(await (await ask())()).toBe("keep-alive");
  const letGo = await ask();
  const closed = closeFront(front, 20_000);
  expect(await letGo()).toBe("close");
  await closed;
});

test("and cuts at the end of its time a request that never comes whole", async () => {
  const { front, port } = await startFront();
  const stalled = connect(port, "127.0.0.1");
  stalled.on("error", () => undefined).resume();
  stalled.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
  await once(front, "request");
  await closeFront(front, 10);
  expect(front.listening).toBe(false);
  stalled.destroy();
});

test.each(["start", "run emulator"])(
  "SIGTERM to npm %s ends what it has started",
  async (script) => {
    const npm = run("npm", script.split(" "), { PORT: "0", RELAY_SCHEDULE: "off" });
    const url = await npm.printed(/http:\/\/127\.0\.0\.1:\d+(?=\n)/);
    await fetch(url);
    npm.child.kill("SIGTERM");
    // Its streams are closed when the last process that holds them has ended.
    await npm.ended;
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  },
);
