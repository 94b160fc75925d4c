import { createRequire } from "node:module";
import * as z from "zod/mini";
import { createContext } from "../../../server/lambda-context.ts";
import { relayEvent } from "../support/beat.ts";
import type { Contender } from "./contender.ts";

type Handler = (event: unknown, context: unknown) => Promise<{ readonly statusCode?: unknown }>;

const functionModule = z.object({
  handler: z.custom<Handler>((value) => typeof value === "function"),
});

/** A handler from event to answer, with its log line, in the file that is deployed. */
export function createRelayContender(bundle: string, key: string): Contender {
  const { handler } = functionModule.parse(createRequire(import.meta.url)(bundle));
  return {
    name: "relay",
    prepare: () => {
      const event = relayEvent(key);
      const context = createContext("relay", 10_000);
      return async () => {
        const { statusCode } = await handler(event, context);
        if (statusCode !== 200) throw new Error(`the handler answered ${String(statusCode)}`);
      };
    },
  };
}
