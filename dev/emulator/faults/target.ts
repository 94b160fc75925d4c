import type { IncomingHttpHeaders } from "node:http";
import type { FaultMatch } from "./orders.ts";

const TRACE_ID = /^fault\.([^.]+)/;

/**
 * The fault that a request asks for itself: by `X-Emulator-Fault: <name>`, or by a trace id `fault.<name>.<anything>`,
 * which through the relay is the caller's `X-Request-Id`.
 */
export function faultAskedFor(headers: IncomingHttpHeaders): string | undefined {
  const named = headers["x-emulator-fault"];
  if (typeof named === "string") return named;
  const traceId = headers["x-tc-traceid"];
  return typeof traceId === "string" ? TRACE_ID.exec(traceId)?.[1] : undefined;
}

/** The names by which an order can match a request; none where the body has none. */
export function namesIn(body: unknown): FaultMatch {
  const { Consumer: consumer, ConsumerGroup: consumerGroup }: Record<string, unknown> = {
    ...(typeof body === "object" ? body : undefined),
  };
  return {
    ...(typeof consumer === "string" && { consumer }),
    ...(typeof consumerGroup === "string" && { consumerGroup }),
  };
}
