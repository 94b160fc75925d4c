import { createHash, randomUUID } from "node:crypto";
import middy from "@middy/core";
import { describe, expect, test } from "@jest/globals";
import { createContext } from "../../../../server/lambda-context.ts";
import type { AccessKey } from "../../../../lib/config/access.ts";
import { type Config, readConfig } from "../../../../lib/config/config.ts";
import { RelayError } from "../../../../lib/heartbeat/relay-error.ts";
import { type HttpAnswer, json } from "../../../../lib/http/http-answer.ts";
import { type Exchange, nowhere } from "../../../../lib/http/endpoint.ts";
import { headerKey, type KeyRule, pathKey } from "../../../../lib/http/key-rule.ts";
import { authenticate } from "../../../../lib/http/middleware/authenticate.ts";
import { openExchange } from "../../../../lib/http/exchange.ts";
import { createHandClock } from "../../../support/hand-clock.ts";
import { httpApiEvent } from "../../../support/events.ts";

const secret = randomUUID();
const hookSecret = randomUUID();
const createKey = (name: string, presented: string, hookOnly = false): AccessKey => ({
  name,
  digests: [createHash("sha256").update(presented).digest()],
  hookOnly,
});
const keys = [createKey("fleet", secret), createKey("pings", hookSecret, true)];
const withKeys = (some: readonly AccessKey[]) => ({
  keys: some,
  aliases: new Map(),
  defaults: {},
});

type Attempt = {
  readonly rule?: KeyRule;
  readonly headers?: Record<string, string>;
  readonly config?: Partial<Config>;
};

/** What a request has become behind the middleware, and what that threw, if anything. */
async function attempt({ rule, headers = {}, config = {} }: Attempt) {
  const services = {
    clock: createHandClock(),
    config: { ...readConfig({}), faults: [], settings: withKeys(keys), ...config },
  };
  const opened = openExchange(httpApiEvent({ headers }), "request-1", nowhere);
  const exchange: Exchange = { ...opened, endpoint: { ...nowhere, ...(rule && { key: rule }) } };
  const handler = middy<Exchange, HttpAnswer>()
    .use(authenticate(services))
    .handler(async () => Promise.resolve(json(200, {})));
  let thrown: unknown;
  await handler(exchange, createContext("relay", 1000)).catch((error: unknown) => {
    thrown = error;
  });
  const { key, record } = exchange;
  return { thrown, name: key.name, recorded: record.key, key };
}

const bearer = (presented: string) => ({ authorization: `Bearer ${presented}` });

describe("a key in a header", () => {
  test("that is known goes on as what its owner may do, and is named in the record", async () => {
    const outcome = await attempt({ rule: headerKey, headers: bearer(secret) });
    expect(outcome).toEqual({ thrown: undefined, name: "fleet", recorded: "fleet", key: keys[0] });
  });

  test.each([
    ["is missing", {}],
    ["is empty", { "x-api-key": "" }],
    ["is unknown", bearer(randomUUID())],
  ])("that %s is 401, and nobody is let in", async (_, headers) => {
    const { thrown, name, recorded } = await attempt({ rule: headerKey, headers });
    expect(thrown).toBeInstanceOf(RelayError);
    expect(thrown).toMatchObject({
      code: "unauthorized",
      headers: { "WWW-Authenticate": "Bearer" },
    });
    expect({ name, recorded }).toEqual({ name: "nobody", recorded: undefined });
  });

  test("that lives in URLs is as an unknown one, with its name in the record", async () => {
    const { thrown, recorded } = await attempt({ rule: headerKey, headers: bearer(hookSecret) });
    expect(thrown).toMatchObject({
      code: "unauthorized",
      headers: { "WWW-Authenticate": "Bearer" },
    });
    expect(recorded).toBe("pings");
  });

  test.each([
    [0, headerKey, bearer(secret), "unauthorized"],
    [1, headerKey, bearer(secret), undefined],
    [0, pathKey(secret), {}, "not-found"],
    [1, pathKey(secret), {}, undefined],
  ])("whose end is %j ms away: rule, headers, refusal", async (awayMs, rule, headers, code) => {
    const expiresAtEpochMs = createHandClock().epochMs() + awayMs;
    const settings = withKeys([{ ...createKey("fleet", secret), expiresAtEpochMs }]);
    const { thrown, recorded } = await attempt({ rule, headers, config: { settings } });
    expect((thrown as RelayError | undefined)?.code).toBe(code);
    expect(recorded).toBe("fleet");
  });

  test("whose digest is that of no text lets in nobody who brings none", async () => {
    const settings = withKeys([createKey("blank", "")]);
    for (const headers of [{}, { "x-api-key": "" }]) {
      const { thrown } = await attempt({ rule: headerKey, headers, config: { settings } });
      expect(thrown).toMatchObject({ code: "unauthorized" });
    }
  });
});

describe("a key in a path", () => {
  test.each([
    ["a hook's", hookSecret, "pings"],
    ["any other", secret, "fleet"],
  ])("may be %s", async (_, presented, name) => {
    const outcome = await attempt({ rule: pathKey(presented) });
    expect(outcome).toMatchObject({ thrown: undefined, name, recorded: name });
  });

  test("that is unknown is 404", async () => {
    const { thrown, name } = await attempt({ rule: pathKey(randomUUID()) });
    expect(thrown).toMatchObject({ code: "not-found", headers: {} });
    expect(name).toBe("nobody");
  });
});

describe("without any keys", () => {
  test.each([
    [
      "the log says how to make one",
      { settings: withKeys([]) },
      "no keys are configured and RELAY_AUTH is not none; npm run key makes one",
    ],
    [
      "or, where the file could not be read, what is wrong with it",
      { settings: undefined, faults: [{ path: "RELAY_CONFIG", message: "is not JSON" }] },
      [{ path: "RELAY_CONFIG", message: "is not JSON" }],
    ],
  ])("every caller reads that the relay is not configured: %s", async (_, config, cause) => {
    const { thrown, name } = await attempt({ rule: headerKey, headers: bearer(secret), config });
    expect(thrown).toMatchObject({ code: "relay-misconfigured", cause });
    expect(name).toBe("nobody");
  });

  test("anyone is let in where keys are switched off, and recorded as none", async () => {
    for (const settings of [withKeys([]), withKeys(keys)]) {
      const outcome = await attempt({ rule: headerKey, config: { auth: "none", settings } });
      expect(outcome).toMatchObject({ thrown: undefined, name: "none", recorded: "none" });
    }
  });
});

test("an endpoint that asks for no key gives nobody any rights", async () => {
  const outcome = await attempt({ headers: bearer(secret) });
  expect(outcome).toMatchObject({ thrown: undefined, name: "nobody", recorded: undefined });
});
