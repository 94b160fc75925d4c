import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { AddressTest } from "../lib/config/addresses.ts";

/** A request as it was before trusted proxies passed it on. */
export type Outside = {
  readonly client: string;
  /** Absent where no proxy tells another than the request's own. */
  readonly host?: string | undefined;
};

type Hop = { readonly client: string; readonly host?: string | undefined };

/**
 * Follows the proxies from the nearest one outwards, as far as each is trusted. `Forwarded` (RFC 7239) and
 * `X-Forwarded-…` that tell different clients cancel each other: most proxies write one and pass on the other one,
 * which anyone may have sent.
 */
export function readForwarded(request: IncomingMessage, isTrusted: AddressTest): Outside {
  const peer = request.socket.remoteAddress ?? "";
  if (!isTrusted(peer)) return { client: peer };
  const { forwarded, "x-forwarded-for": addresses } = request.headers;
  const standard = forwarded === undefined ? undefined : walk(readStandard(forwarded), isTrusted);
  const common = addresses === undefined ? undefined : walk(readCommon(request), isTrusted);
  if (standard && common && standard.client !== common.client) return { client: peer };
  const outside = standard ?? common;
  return outside && isNode(outside.client) ? outside : { client: peer };
}

/** An address, or a name in place of one (RFC 7239, 6.2 and 6.3): it goes into the log, where no text of a caller's may be. */
function isNode(client: string): boolean {
  return isIP(client) !== 0 || /^(?:unknown|_[\w.-]{1,63})$/.test(client);
}

/** The first hop, seen from here, whose client is no trusted proxy. */
function walk(hops: readonly Hop[], isTrusted: AddressTest): Hop | undefined {
  const inward = hops.toReversed();
  return inward.find(({ client }) => !isTrusted(client)) ?? inward.at(-1);
}

function readCommon({ headersDistinct }: IncomingMessage): Hop[] {
  const list = (name: string) => toList(headersDistinct[name]?.join(",") ?? "");
  const clients = list("x-forwarded-for");
  const hosts = list("x-forwarded-host");
  // Counted from the nearest proxy; one that replaces the host leaves a single one for all.
  return clients.map((client, index) => ({
    client: toAddress(client),
    host: hosts.at(Math.max(index - clients.length, -hosts.length)),
  }));
}

function readStandard(text: string): Hop[] {
  return toList(text).map((element) => {
    const pairs = element.split(";").map((pair) => {
      const [name = "", value = ""] = splitOnce(pair);
      return [name.toLowerCase(), value.replace(/^"(.*)"$/, "$1")] as const;
    });
    const fields = new Map(pairs);
    return { client: toAddress(fields.get("for") ?? ""), host: fields.get("host") };
  });
}

function splitOnce(pair: string): string[] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

function toList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Without the port, and the brackets that stand around an address of IPv6. */
function toAddress(text: string): string {
  return text.replace(/^\[([^\]]*)\].*$/, "$1").replace(/^([\d.]+):\d+$/, "$1");
}
