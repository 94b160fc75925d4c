import type { Misconfiguration } from "../misconfiguration.ts";

const direct = { CLS_CONNECT_TO: undefined };
const overTls = { CLS_CONNECT_TO: "https://127.0.0.1:{port}" };
const hour = 3_600_000;

/** Of the network, the clock and what answers in place of CLS. */
export const network: readonly Misconfiguration[] = [
  {
    name: "DNS knows no CLS",
    env: direct,
    world: { dns: "knows no such name" },
    expected: "dns-not-found",
  },
  { name: "DNS is silent", env: direct, world: { dns: "is silent" }, expected: "dns-timeout" },
  { name: "nobody listens", world: { server: "nobody" }, expected: "tcp-refused" },
  {
    name: "nobody listens where the proxy should be",
    env: { ...direct, RELAY_PROXY: "http://127.0.0.1:{port}" },
    world: { server: "nobody" },
    expected: "tcp-refused",
  },
  { name: "CLS accepts and says nothing", world: { server: "silent" }, expected: "http-timeout" },
  {
    name: "TLS gets no answer",
    env: overTls,
    world: { server: "silent" },
    expected: "tls-timeout",
  },
  {
    name: "something between signs certificates of its own",
    env: overTls,
    world: { server: "certificate of its own" },
    expected: "tls-untrusted",
  },
  {
    name: "the certificate is another host's",
    env: overTls,
    world: { server: "certificate of another host" },
    expected: "tls-wrong-name",
  },
  { name: "the port speaks no TLS", env: overTls, expected: "tls-failed" },
  { name: "a web page answers", world: { server: "web page" }, expected: "http-not-api" },
  { name: "a redirect answers", world: { server: "redirect" }, expected: "http-not-api" },
  {
    name: "the proxy lets nobody through",
    env: { ...direct, RELAY_PROXY: "http://127.0.0.1:{port}" },
    world: { server: "proxy that refuses" },
    expected: "proxy-refused",
  },
  {
    name: "only the variable that other programs read has the proxy",
    env: { ...direct, https_proxy: "http://127.0.0.1:3128" },
    world: { dns: "knows no such name" },
    expected: "proxy-ignored",
  },
  {
    name: "the clock is an hour behind",
    world: { clockAheadMs: hour },
    expected: "clock-skew",
  },
  { name: "the clock is an hour ahead", world: { clockAheadMs: -hour }, expected: "clock-skew" },
  {
    name: "the clock is a minute and a half behind",
    world: { clockAheadMs: 90_000 },
    expected: "clock-drift",
  },
];
