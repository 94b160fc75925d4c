import fc from "fast-check";
import { canary, partOf, text } from "./texts.ts";

/** The hook's key as senders spell it in a path: as it stands, or percent-encoded, whole or from a place on. */
const spelledHookKey = fc.oneof(
  { weight: 4, arbitrary: fc.constant("{{hookKey}}") },
  { weight: 1, arbitrary: fc.constant("{{%hookKey}}") },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 42 })
      .map((at) => `{{hookKey:0:${at}}}{{%hookKey:${at}:43}}`),
  },
  { weight: 1, arbitrary: partOf(["hookKey", "key"]).map((part) => part.replace("{{", "{{%")) },
);

const alias = fc.constantFrom("orders-1", "orders-1", "orders-get");

/** Where one beat goes: by body, by alias, by hook, and to aliases and keys that there are not. */
export const beatPath = fc.oneof(
  { weight: 24, arbitrary: fc.constant("/v1/heartbeats") },
  { weight: 8, arbitrary: alias.map((one) => `/v1/heartbeats/${one}`) },
  { weight: 10, arbitrary: fc.tuple(spelledHookKey, alias).map(toHook) },
  { weight: 2, arbitrary: fc.constant("/v1/hooks/{{key}}/orders-1") },
  { weight: 2, arbitrary: canary.map((one) => `/v1/hooks/${one}/orders-1`) },
  {
    weight: 2,
    arbitrary: fc.tuple(canary, text).map((segments) => `/v1/hooks/${segments.join("/")}`),
  },
  { weight: 2, arbitrary: text.map((one) => `/v1/heartbeats/${one}`) },
  { weight: 1, arbitrary: text.map((one) => `/v1/heartbeats/${encodeURIComponent(one)}%7B`) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 5 }).map((all) => `/${all.join("/")}`) },
  { weight: 1, arbitrary: fc.constant("/healthz") },
);

const run = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("0", "1", "255", "fail", "start", "log") },
  { weight: 1, arbitrary: fc.oneof(fc.constantFrom("256", "FAIL", ""), text) },
);

/** Where a ping tool tells how a run went. */
export const runPath = fc
  .tuple(
    fc.oneof(
      alias.map((one) => `/v1/heartbeats/${one}`),
      fc.tuple(spelledHookKey, alias).map(toHook),
    ),
    run,
  )
  .map((parts) => parts.join("/"));

/** Where a link, or a tool that knows no POST, beats. */
export const getPath = fc
  .tuple(spelledHookKey, fc.constantFrom("orders-get", "orders-get", "orders-1"))
  .map(toHook);

function toHook([key, name]: readonly [key: string, alias: string]): string {
  return `/v1/hooks/${key}/${name}`;
}
