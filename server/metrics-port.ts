import type { Server } from "node:http";
import type { Services } from "../lib/app/services.ts";
import { isLoopback } from "../lib/config/env-values.ts";
import type { ServerSettings } from "../lib/config/host-settings.ts";
import { createHttpHandler } from "../lib/http/http-handler.ts";
import { createMetricsEndpoint } from "../lib/http/endpoints/metrics.ts";
import { createFront, type FrontOptions } from "./front.ts";
import { listenOn } from "./listen.ts";

/** A scraper or two, and not a way to fill the memory. */
const maxConnections = 100;

/**
 * Serves the metrics alone, without a key, on the port that is set for them.
 *
 * @param current the services as they are by now
 * @param headers what every answer has besides
 * @throws the socket's error
 */
export async function listenForMetrics(
  place: ServerSettings["metrics"],
  current: () => Services,
  headers: FrontOptions["headers"] = {},
): Promise<readonly Server[]> {
  if (place === undefined) return [];
  const listensOnLoopback = place.host === undefined || isLoopback(place.host);
  const toHandler = (services: Services) => {
    const open = {
      ...services,
      config: { ...services.config, auth: "none", basePath: "" } as const,
      listensOnLoopback,
    };
    return createHttpHandler(open, [["/metrics", createMetricsEndpoint(open)]]);
  };
  return listenOn(place, () =>
    createFront((event, context) => toHandler(current())(event, context), {
      limits: { maxConnections },
      headers,
    }),
  );
}
