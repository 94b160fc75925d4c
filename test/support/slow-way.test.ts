import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createSend } from "../../lib/aws/send.ts";
import { type SlowWay, startSlowWay } from "./slow-way.ts";

const roundTripMs = 50;
/** What a timer of Node may be early by. */
const earlyMs = 2;
const server = createServer((request, response) => {
  if (request.headers["x-cut"]) request.socket.destroy();
  else request.pipe(response);
});
let way: SlowWay;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  way = await startSlowWay(port, roundTripMs);
});
afterAll(() => {
  way.close();
  server.close();
});

function createClient() {
  const post = createSend(`http://127.0.0.1:${way.port}`);
  return async (body: string, headers = {}) => {
    const startedMs = performance.now();
    const { text } = await post(headers, body, new AbortController().signal);
    return { text, tookMs: performance.now() - startedMs + earlyMs };
  };
}

test("a request takes a round trip longer, the first of a connection two", async () => {
  const ask = createClient();
  const [first, second] = [await ask("a"), await ask("b")];
  expect([first.text, second.text]).toEqual(["a", "b"]);
  expect(first.tookMs).toBeGreaterThan(2 * roundTripMs);
  expect(second.tookMs).toBeGreaterThan(roundTripMs);
  expect(second.tookMs).toBeLessThan(first.tookMs);
});

test("requests beside each other are late together, and long bodies come whole", async () => {
  const ask = createClient();
  const bodies = Array.from({ length: 40 }, (_, index) => String(index).repeat(1500));
  const startedMs = performance.now();
  const answers = await Promise.all(bodies.map((body) => ask(body)));
  expect(answers.map(({ text }) => text)).toEqual(bodies);
  // One after the other it would be 40 round trips and more.
  expect(performance.now() - startedMs).toBeLessThan(40 * roundTripMs);
});

test("what the other side cuts is cut", async () => {
  await expect(createClient()("a", { "x-cut": "yes" })).rejects.toThrow();
});
