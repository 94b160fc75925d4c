import type { ServerResponse } from "node:http";
import { afterEach } from "@jest/globals";
import { startRelay, type TestRelay } from "./start-relay.ts";

/** What CLS does in place of its answer. */
export type Answerer = (response: ServerResponse) => unknown;

export type FaultyUpstream = {
  readonly relay: TestRelay;
  /** From now on, and until the end of the test. */
  readonly answerBy: (answerer: Answerer) => void;
};

/** A relay that gives up soon, and CLS behind it, which answers well where a test does not say otherwise. */
export async function startFaultyUpstream(): Promise<FaultyUpstream> {
  let answerer: Answerer | undefined;
  afterEach(() => {
    answerer = undefined;
  });
  const relay = await startRelay({
    env: { RELAY_DEADLINE_MS: "300" },
    emulator: {
      intercept: (_request, response) => {
        answerer?.(response);
        return answerer !== undefined;
      },
    },
  });
  return {
    relay,
    answerBy(next) {
      answerer = next;
    },
  };
}

/** Answers with a body as it stands. */
export function respond(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answerer {
  return (response) =>
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);
}

/** Answers with 200 and this under `Response`, as the API does. */
export function respondWith(content: object): Answerer {
  return respond(200, JSON.stringify({ Response: content }));
}
