import { type AccessKey, anyone, findKey } from "../access.ts";
import type { Config } from "../config.ts";
import { RelayError } from "../errors.ts";
import { type Headers, presentedKey } from "../http/headers.ts";
import type { Route } from "../http/routes.ts";
import type { Services } from "../services.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/**
 * Finds out whose key a beat comes with.
 *
 * @throws RelayError `unauthorized`; `not-found` on the hook route, which must not tell a wrong key
 * from a wrong alias; `forbidden` for a hook's key elsewhere; `relay-misconfigured` without any keys.
 */
export function authenticate({ config }: Pick<Services, "config">): ExchangeMiddleware {
  return {
    before: function authenticateBefore({ event }) {
      const { route } = event;
      if (route === undefined || route.name === "health") return;
      const key =
        config.auth === "none" ? anyone : requireKey(config, route, event.request.headers);
      event.key = key;
      event.record.key = key.name;
      if (key.hookOnly && route.name !== "hook") {
        throw new RelayError("forbidden", { detail: "This key works on hook URLs only." });
      }
    },
  };
}

function requireKey(config: Config, route: Route, headers: Headers): AccessKey {
  const { keys = [] } = config.settings ?? {};
  if (keys.length === 0) throw new RelayError("relay-misconfigured", { cause: noKeys(config) });
  const onHook = route.name === "hook";
  const presented = onHook ? route.key : presentedKey(headers);
  const key = presented ? findKey(keys, presented) : undefined;
  if (key === undefined) {
    if (onHook) throw new RelayError("not-found");
    throw new RelayError("unauthorized", { headers: { "WWW-Authenticate": "Bearer" } });
  }
  return key;
}

function noKeys(config: Config) {
  if (config.settings === undefined) return config.faults;
  return "no keys are configured and RELAY_AUTH is not none; npm run key makes one";
}
