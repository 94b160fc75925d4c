import { readFileSync } from "node:fs";
import { createServices } from "../lib/app/create-services.ts";
import { createHttpHandler } from "../lib/http/http-handler.ts";

/** Every HTTP route: one function, so that all beats share warm sandboxes. */
export const handler = createHttpHandler(
  createServices({
    // The build writes them there. Inside the bundle they would cost every cold start.
    readOpenApi: () => readFileSync(`${import.meta.dirname}/openapi.json`, "utf8"),
    readBoard: () => readFileSync(`${import.meta.dirname}/board.html`, "utf8"),
  }),
);
