import { createHttpHandler as create, type HttpHandler } from "../../../lib/http/http-handler.ts";
import type { Services } from "../../../lib/app/services.ts";
import { documented } from "./validate-exchange.ts";

/** In place of the relay's own: what is not documented is answered with a 500 that says why. */
export function createHttpHandler(services: Services): HttpHandler {
  const handler = documented(create(services), services.config.basePath);
  return (event, context) =>
    handler(event, context).catch((error: unknown) => ({
      statusCode: 500,
      headers: { "Content-Type": "text/plain" },
      body: String(error),
      isBase64Encoded: false,
    }));
}
