import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "@jest/globals";

/** One consumer as the test sees and directs it. */
export type Part = {
  /** What its worker is told to work on, oldest first; the same twice in a row is told once. */
  readonly holds: string[];
  /** How many seconds it wanted to sleep, each time. */
  readonly pauses: number[];
  /** Whether its worker is still finishing what it no longer holds. */
  busy: boolean;
  /** Resolves when it sleeps, at once if it does. */
  asleep(): Promise<void>;
  /** Ends its sleep. */
  wake(): void;
};

export type Stage = {
  readonly url: string;
  /** The one clock that consumers and emulator share. */
  nowSeconds(): number;
  pass(seconds: number): void;
  part(consumer: string): Part;
};

// Whatever a failed test leaves open would keep Jest from ending.
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

/** Listens on a free port until the test file ends. */
export async function serve(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * Clock and workers of all consumers of a test, over HTTP, so that a shell has them too. A consumer's sleep
 * is a request that is answered when the test says so: nothing happens between two steps of a test.
 */
export async function startStage(): Promise<Stage> {
  let nowSeconds = 1000;
  const parts = new Map<string, ReturnType<typeof createPart>>();
  const partOf = (consumer: string) => {
    const part = parts.get(consumer) ?? createPart();
    parts.set(consumer, part);
    return part;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [, action, consumer = ""] = (request.url ?? "").split("/");
    const part = partOf(consumer);
    if (action === "sleep") await part.sleep(Number(body));
    if (action === "hold") part.hold(body);
    response.writeHead(action === "hold" && part.busy ? 409 : 200);
    response.end(action === "now" ? `${nowSeconds}` : JSON.stringify({ busy: part.busy }));
  }

  const url = await serve(
    createServer((request, response) => {
      void answer(request, response);
    }),
  );
  return {
    url,
    part: partOf,
    nowSeconds: () => nowSeconds,
    pass(seconds) {
      nowSeconds += seconds;
    },
  };
}

function createPart(): Part & {
  sleep(seconds: number): Promise<void>;
  hold(topics: string): void;
} {
  const holds: string[] = [];
  const pauses: number[] = [];
  let sleep = Promise.withResolvers<undefined>();
  let waking = Promise.withResolvers<undefined>();
  return {
    holds,
    pauses,
    busy: false,
    hold(topics) {
      if (topics !== holds.at(-1)) holds.push(topics);
    },
    async sleep(seconds) {
      pauses.push(seconds);
      sleep.resolve(undefined);
      await waking.promise;
    },
    asleep: () => sleep.promise,
    wake() {
      const { resolve } = waking;
      sleep = Promise.withResolvers();
      waking = Promise.withResolvers();
      resolve(undefined);
    },
  };
}
