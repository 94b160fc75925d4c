import { type AccessKey, anyone, expiryOf, findKey, isFor } from "../../config/access.ts";
import type { Config } from "../../config/config.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Headers } from "../headers.ts";
import { requireOwnSite } from "../cross-site.ts";
import type { KeyRule } from "../key-rule.ts";
import type { Services } from "../../app/services.ts";
import type { ExchangeMiddleware } from "../endpoint.ts";

/**
 * Finds the configured key that a request came with.
 *
 * @throws RelayError for an unknown key `unauthorized`, or `not-found` on a hook, and the same for a key that
 * has expired and for a hook's key on other routes; `relay-misconfigured` without any keys; what the key rule says for a key that
 * may not beat, or not read, here; `forbidden`, where keys are switched off, for a request of
 * another site.
 */
export function authenticate({
  config,
  clock,
  listensOnLoopback = false,
}: Pick<Services, "config" | "clock" | "listensOnLoopback">): ExchangeMiddleware {
  return {
    before: function authenticateBefore({ event }) {
      const { key: rule } = event.endpoint;
      if (rule === undefined) return;
      if (config.auth === "none") requireOwnSite(event.request, listensOnLoopback);
      const key = config.auth === "none" ? anyone : requireKey(config, rule, event.request.headers);
      event.key = key;
      event.record.key = key.name;
      // The answer to an unknown key: the key of a leaked URL must not open other routes, nor show that it is valid.
      const isMisplaced = key.hookOnly && !rule.takesHookKeys;
      // Its name is in the log, so that an operator sees why a caller is refused.
      const hasExpired = expiryOf(key, clock.epochMs()) === "expired";
      if (isMisplaced || hasExpired) throw rule.refusal(event.request.headers);
      const { beats, reads } = event.endpoint;
      if (beats && !isFor(key, "beats")) throw rule.outOfScope();
      if (reads && !isFor(key, "reading"))
        throw new RelayError("forbidden", { detail: mayNotRead });
    },
  };
}

const mayNotRead = 'This path takes a key with "read": true.';

function requireKey(config: Config, rule: KeyRule, headers: Headers): AccessKey {
  const { keys = [] } = config.settings ?? {};
  if (keys.length === 0) throw new RelayError("relay-misconfigured", { cause: noKeys(config) });
  const presented = rule.presented(headers);
  const key = presented ? findKey(keys, presented) : undefined;
  if (key === undefined) throw rule.refusal(headers);
  return key;
}

function noKeys(config: Config) {
  if (config.settings === undefined) return config.faults;
  return "no keys are configured and RELAY_AUTH is not none; npm run key makes one";
}
