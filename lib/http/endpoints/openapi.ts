import { RelayError } from "../../heartbeat/relay-error.ts";
import { answer } from "../http-answer.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Services } from "../../app/services.ts";

/**
 * Gives the OpenAPI document as the host keeps it, read when it is first asked for: it has no part in a
 * cold start. It says nothing about this relay's configuration, so that no key is needed.
 */
export function createOpenApiEndpoint({ readOpenApi }: Pick<Services, "readOpenApi">): Endpoint {
  let text: string | undefined;

  function read(): string {
    if (readOpenApi === undefined) throw new RelayError("not-found", { detail });
    try {
      return readOpenApi();
    } catch (cause) {
      throw new RelayError("not-found", { detail, cause });
    }
  }

  return {
    methods: ["GET", "HEAD"],
    beats: false,
    answer() {
      text ??= read();
      return Promise.resolve(answer(200, text, { "Content-Type": "application/json" }));
    },
  };
}

const detail =
  "This host has no openapi.json: npm run build writes it beside relay.cjs. docs/openapi.yaml has the same.";
