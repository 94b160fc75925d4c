import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "@jest/globals";

export type Received = Pick<IncomingMessage, "method" | "url" | "headers"> & {
  readonly body: string;
};

export type ReceiverAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Receiver = {
  readonly url: string;
  readonly received: Received[];
  /** From now on; undefined: never answers. */
  readonly answerWith: (next: ReceiverAnswer | undefined) => void;
};

const closings: (() => void)[] = [];
afterAll(() => {
  for (const close of closings) close();
});

/** A server that keeps what it is sent, and answers 200 until it is told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer: ReceiverAnswer | undefined = { status: 200 };
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    void text(request).then((body) => {
      received.push({ method, url, headers, body });
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith(next) {
      answer = next;
    },
  };
}
