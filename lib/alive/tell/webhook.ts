import { createHmac } from "node:crypto";
import { createSend, whyUnanswered } from "../../aws/send.ts";
import type { Clock } from "../../base/clock.ts";
import { version } from "../../base/version.ts";
import type { WebhookConfig } from "../../config/read-alarms.ts";
import { bodies } from "./bodies.ts";
import { type Place, type Source, toChunks } from "./place.ts";

/** Who asks; some services refuse a request that does not say. */
export const userAgent = { "user-agent": `heartbeat-relay/${version}` };

/** Posts transitions to an address. What it answers besides 2xx is a failure, a redirect included. */
export function createWebhook(
  { url, format, secret, key }: WebhookConfig,
  source: Source,
  clock: Clock,
): Place {
  const send = createSend(url);
  return {
    toBatches: toChunks,
    async send(batch, signal) {
      const body = JSON.stringify(bodies[format](batch, source));
      const headers = {
        ...userAgent,
        "content-type": "application/json",
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(secret !== undefined && {
          "x-heartbeat-signature": sign(body, secret, clock.epochMs()),
        }),
      };
      const { status } = await send(headers, body, signal).catch((error: unknown) => {
        throw whyUnanswered(error, signal);
      });
      if (!isSuccess(status)) throw new Error(`HTTP ${String(status)}`);
    },
  };
}

export function isSuccess(status = 0): boolean {
  return status >= 200 && status < 300;
}

/** The time is signed too, so that nobody can send an old body again later. */
function sign(body: string, secret: string, epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${signature}`;
}
