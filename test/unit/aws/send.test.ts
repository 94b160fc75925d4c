import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, expect, test } from "@jest/globals";
import { createSend } from "../../../lib/aws/send.ts";

const closings: (() => void)[] = [];
afterAll(() => {
  for (const close of closings) close();
});

/** A server, how many connections it saw, and a post to it. */
async function setUp(listener: RequestListener) {
  const server = createServer(listener);
  const sockets: Socket[] = [];
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const send = createSend(`http://127.0.0.1:${port}`);
  const post = (body: string, signal = new AbortController().signal) =>
    send({ "x-test": "1" }, body, signal);
  return { post, port, sockets };
}

const echo: RequestListener = (request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => (text += chunk.toString()));
  request.on("end", () => {
    response.writeHead(201);
    const { method, url, headers } = request;
    response.end([method, url, headers["x-test"], text].join(" "));
  });
};

test("gives the status and the whole answer, over one connection", async () => {
  const { post, sockets } = await setUp(echo);
  expect(await post("{}")).toEqual({ status: 201, text: "POST / 1 {}" });
  expect(await post("é")).toEqual({ status: 201, text: "POST / 1 é" });
  expect(sockets).toHaveLength(1);
});

test("sends to the whole of its address, by the method that it is given, and follows no redirect", async () => {
  const { port } = await setUp((request, response) => {
    if (request.url === "/elsewhere") response.end("followed");
    else
      response.writeHead(302, { location: "/elsewhere" }).end(`${request.method} ${request.url}`);
  });
  const send = createSend(`http://127.0.0.1:${port}/ping/a?b=c`, "GET");
  expect(await send({}, "", new AbortController().signal)).toEqual({
    status: 302,
    text: "GET /ping/a?b=c",
  });
});

test("asks once more where a kept connection has died, and no more than that", async () => {
  let dead = 0;
  const { post, sockets } = await setUp((request, response) => {
    if (dead-- > 0) request.socket.destroy();
    else echo(request, response);
  });
  await post("first");
  dead = 1;
  expect(await post("second")).toMatchObject({ status: 201 });
  expect(sockets).toHaveLength(2);
  dead = 2;
  await expect(post("third")).rejects.toThrow("socket hang up");
  dead = 0;
});

test("does not ask again where a fresh connection fails", async () => {
  let calls = 0;
  const { post } = await setUp((request) => {
    calls += 1;
    request.socket.destroy();
  });
  await expect(post("{}")).rejects.toThrow("socket hang up");
  expect(calls).toBe(1);
});

test("ends with its signal, asking nobody again", async () => {
  let calls = 0;
  const { post } = await setUp((request, response) => {
    calls += 1;
    if (calls === 1) echo(request, response);
  });
  await post("{}");
  const aborter = new AbortController();
  const answer = post("{}", aborter.signal);
  aborter.abort();
  await expect(answer).rejects.toThrow("aborted");
  expect(calls).toBeLessThanOrEqual(2);
});

test("an answer that is cut, or has no end, is none", async () => {
  let endless = false;
  const { post } = await setUp((_request, response) => {
    response.writeHead(200, endless ? {} : { "content-length": 100 });
    response.write("half", () => {
      if (!endless) response.destroy();
    });
    if (endless) response.write("x".repeat(5_000_000));
  });
  await expect(post("{}")).rejects.toThrow("aborted");
  endless = true;
  await expect(post("{}")).rejects.toThrow("the answer has no end");
});

test("speaks TLS where the origin says so", async () => {
  const { post: plain, sockets } = await setUp(echo);
  await plain("{}");
  const { port } = sockets[0]?.address() as AddressInfo;
  const post = createSend(`https://127.0.0.1:${port}`);
  await expect(post({}, "{}", new AbortController().signal)).rejects.toMatchObject({
    code: expect.stringMatching(/SSL|EPROTO/) as unknown,
  });
});
