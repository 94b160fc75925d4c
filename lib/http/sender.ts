import type { Services } from "../app/services.ts";
import { toConsumerKey } from "../heartbeat/heartbeat.ts";
import { isName, nameRule } from "../heartbeat/names.ts";
import { RelayError } from "../heartbeat/relay-error.ts";
import type { Sender } from "../relay/relay.ts";
import type { Exchange } from "./endpoint.ts";
import { isSecret, type SecretHolder } from "./exchange.ts";
import { toUtf8 } from "./headers.ts";
import type { HttpRequest } from "./request.ts";

const header = "X-Instance-Id";

/**
 * Who sends a heartbeat, besides its key; the record gets the instance.
 *
 * @throws RelayError `invalid-heartbeat` for an instance that is no name, or holds a secret
 */
export function readSender(
  { request, record, key }: Pick<Exchange, "request" | "record" | "key">,
  { config: { settings }, ownSecrets }: Pick<Services, "config" | "ownSecrets">,
): Sender {
  const instance = readInstance(request, { settings, ownSecrets });
  if (instance !== undefined) record.instance = instance;
  const { alias, heartbeat } = record;
  const preset = alias === undefined ? undefined : settings?.aliases.get(alias);
  const consumer = heartbeat && toConsumerKey(heartbeat);
  const isFenced =
    key.fence === true || (consumer !== undefined && settings?.fenced?.has(consumer) === true);
  return { alias, instance, isFenced, keepAliveMs: preset?.keepAliveMs };
}

/** A batch asks for each of its heartbeats, and to look for secrets takes a while where there are many keys. */
const known = new WeakMap<HttpRequest, string>();

function readInstance(request: HttpRequest, holder: SecretHolder): string | undefined {
  const given = request.headers[header.toLowerCase()];
  if (given === undefined) return undefined;
  const before = known.get(request);
  if (before !== undefined) return before;
  // Node reads each byte of a header as one character, while names are told as they were typed.
  const instance = toUtf8(given);
  if (!isName(instance)) throw invalid(`must have ${nameRule}`);
  if ([...new Set([given, instance])].some((text) => isSecret(text, request, holder)))
    throw invalid("must not hold a key or a secret");
  known.set(request, instance);
  return instance;
}

function invalid(message: string): RelayError {
  return new RelayError("invalid-heartbeat", { faults: [{ path: header, message }] });
}
