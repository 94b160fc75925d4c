import { isIP } from "node:net";
import type { UpstreamConfig } from "../../../lib/tencent/upstream.ts";

/** Whom the connection is opened to, and how it goes on from there. */
export type Route = {
  readonly host: string;
  readonly port: number;
  /** TLS to a proxy itself, before anything is asked of it. */
  readonly tlsToProxy: boolean;
  /** What a proxy is asked for, and its own credentials. */
  readonly tunnel: { readonly authority: string; readonly authorization?: string } | undefined;
  /** TLS with CLS. */
  readonly tls: boolean;
  /** What the host is called in findings. */
  readonly subject: string;
};

/** The way to CLS that the configuration gives: straight, by CLS_CONNECT_TO, or through RELAY_PROXY. */
export function routeOf({ endpoint, connectTo, proxy }: UpstreamConfig): Route {
  if (connectTo) {
    const { host, port, protocol } = connectTo;
    const subject = "CLS_CONNECT_TO";
    return { host, port, tls: protocol === "https:", subject, ...noProxy };
  }
  if (proxy === undefined) {
    return { host: endpoint, port: 443, tls: true, subject: "CLS_ENDPOINT", ...noProxy };
  }
  const { protocol, hostname, port, username, password } = new URL(proxy);
  const isTls = protocol === "https:";
  const pair = `${decoded(username)}:${decoded(password)}`;
  const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (isTls ? 443 : 80) : Number(port),
    tlsToProxy: isTls,
    tunnel: { authority: `${endpoint}:443`, ...(pair !== ":" && { authorization }) },
    tls: true,
    subject: "RELAY_PROXY",
  };
}

const noProxy = { tlsToProxy: false, tunnel: undefined };

export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}

/** What a part of a URL means; as it stands where it means nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
