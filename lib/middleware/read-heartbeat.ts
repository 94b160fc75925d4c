import { type AccessKey, allowsAlias, allowsHeartbeat, allowsRaw } from "../access.ts";
import { RelayError } from "../errors.ts";
import type { Heartbeat } from "../heartbeat.ts";
import { readJson } from "../http/body.ts";
import { parseHeartbeat, parseTopicsOverride } from "../parse-heartbeat.ts";
import { requireHeartbeat } from "../parsed.ts";
import type { RelaySettings } from "../relay-file.ts";
import type { Services } from "../services.ts";
import type { ExchangeMiddleware } from "./exchange.ts";

/**
 * The heartbeat of the request, from its body or from a preset, within what the key allows.
 *
 * @throws RelayError `malformed-body`, `body-too-large`, `invalid-heartbeat`, `forbidden`; `not-found`
 * for an unknown alias, and on the hook route for one out of the key's scope as well.
 */
export function readHeartbeat({ config }: Pick<Services, "config">): ExchangeMiddleware {
  return {
    before: function readHeartbeatBefore({ event }) {
      const { key, route, record, request } = event;
      if (key === undefined || route === undefined || route.name === "health") return;
      const { settings } = config;
      if (settings === undefined) {
        throw new RelayError("relay-misconfigured", { cause: config.faults });
      }
      // The record has the heartbeat before it is judged: who was refused what is told by the log.
      if (route.name === "heartbeats") {
        event.heartbeat = fromBody(key, settings, request.body);
        record.heartbeat = event.heartbeat;
        if (!allowsHeartbeat(key, event.heartbeat)) throw new RelayError("forbidden");
        return;
      }
      const { alias } = route;
      const preset = settings.aliases.get(alias)?.heartbeat;
      if (preset === undefined) throw new RelayError("not-found");
      record.alias = alias;
      record.heartbeat = preset;
      if (!allowsAlias(key, alias) || !allowsHeartbeat(key, preset)) {
        throw new RelayError(route.name === "hook" ? "not-found" : "forbidden");
      }
      event.heartbeat = withTopics(preset, request.body);
      record.heartbeat = event.heartbeat;
    },
  };
}

function fromBody(key: AccessKey, settings: RelaySettings, body: string | Buffer): Heartbeat {
  if (!allowsRaw(key)) {
    throw new RelayError("forbidden", { detail: "This key sends heartbeats by their alias only." });
  }
  const json = readJson(body);
  if (json === undefined) throw new RelayError("malformed-body");
  return requireHeartbeat(parseHeartbeat(json, settings.defaults));
}

/** The preset, reporting what the body says where there is one. */
function withTopics(preset: Heartbeat, body: string | Buffer): Heartbeat {
  const json = readJson(body);
  const topics = json === undefined ? undefined : requireHeartbeat(parseTopicsOverride(json));
  return topics === undefined ? preset : { ...preset, topics };
}
