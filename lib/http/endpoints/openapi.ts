import { answer } from "../http-answer.ts";
import type { Endpoint } from "../endpoint.ts";
import { createKeptText } from "../kept-text.ts";
import type { Services } from "../../app/services.ts";

/**
 * Gives the OpenAPI document as the host keeps it. It says nothing about this relay's configuration, so that no key is
 * needed.
 */
export function createOpenApiEndpoint({ readOpenApi }: Pick<Services, "readOpenApi">): Endpoint {
  const read = createKeptText(readOpenApi, detail);
  return {
    methods: ["GET", "HEAD"],
    beats: false,
    answer() {
      return Promise.resolve(answer(200, read(), { "Content-Type": "application/json" }));
    },
  };
}

const detail =
  "This host has no openapi.json: npm run build writes it beside relay.cjs. docs/openapi.yaml has the same.";
