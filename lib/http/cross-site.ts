import { RelayError } from "../heartbeat/relay-error.ts";
import type { Headers } from "./headers.ts";
import type { HttpRequest } from "./request.ts";

/** What a web page may send to another site without permission; programs seldom send JSON as the first two. */
const simpleTypes = /^(?:text\/plain|multipart\/form-data)\b/i;
const formType = /^application\/x-www-form-urlencoded\b/i;
const loopbackHost =
  /^(?:(?:[^:]*\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::(?:1|ffff:(?:127(?:\.\d{1,3}){3}|7f[\da-f]{2}:[\da-f]{1,4}))\])(?::\d+)?$/i;

/**
 * Without keys every caller in the network is accepted, and a browser in that network sends what pages of other
 * sites tell it to (docs/decisions/no-keys.md).
 *
 * @throws RelayError `forbidden` for a request that a page of another site made, or may have made
 */
export function requireOwnSite(
  { headers, outerHost }: Pick<HttpRequest, "headers" | "outerHost">,
  listensOnLoopback: boolean,
): void {
  const { host } = headers;
  if (isCrossSite(headers, outerHost)) {
    throw refusal("a request that a page of another site may have made; send application/json");
  }
  if (listensOnLoopback && host !== undefined && !loopbackHost.test(host)) {
    throw refusal("a Host header that names another machine");
  }
}

function refusal(what: string): RelayError {
  return new RelayError("forbidden", {
    detail: `With keys switched off (RELAY_AUTH=none) the relay refuses ${what}.`,
  });
}

function isCrossSite(headers: Headers, outerHost: string): boolean {
  const { origin, referer, host = "", "sec-fetch-site": site } = headers;
  const isOwn = (address: string) => isOf(address, host) || isOf(address, outerHost);
  // Set by the browser itself; no page can change it.
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  if (origin !== undefined) return !isOwn(origin);
  if (referer !== undefined && !isOwn(referer)) return true;
  const { "content-type": type = "", "user-agent": agent = "" } = headers;
  return simpleTypes.test(type) || (formType.test(type) && agent.startsWith("Mozilla/"));
}

function isOf(address: string, host: string): boolean {
  if (host === "" || !URL.canParse(address)) return false;
  const url = new URL(address);
  const own = `${url.protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === url.host;
}
