import type { Services } from "../app/services.ts";
import { toConsumerKey } from "../heartbeat/heartbeat.ts";
import { isName, nameRule } from "../heartbeat/names.ts";
import { RelayError } from "../heartbeat/relay-error.ts";
import type { Sender } from "../relay/relay.ts";
import type { Exchange } from "./endpoint.ts";
import { isSecret } from "./exchange.ts";
import { toUtf8 } from "./headers.ts";

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
  const given = request.headers[header.toLowerCase()];
  // Node reads each byte of a header as one character, while names are told as they were typed.
  const instance = given === undefined ? undefined : toUtf8(given);
  if (instance !== undefined) {
    if (!isName(instance)) throw invalid(`must have ${nameRule}`);
    const isHolding = (text = "") => isSecret(text, request, { settings, ownSecrets });
    if (isHolding(given) || (instance !== given && isHolding(instance)))
      throw invalid("must not hold a key or a secret");
    record.instance = instance;
  }
  const { alias, heartbeat } = record;
  const preset = alias === undefined ? undefined : settings?.aliases.get(alias);
  const consumer = heartbeat && toConsumerKey(heartbeat);
  const isFenced =
    key.fence === true || (consumer !== undefined && settings?.fenced?.has(consumer) === true);
  return { alias, instance, isFenced, keepAliveMs: preset?.keepAliveMs };
}

function invalid(message: string): RelayError {
  return new RelayError("invalid-heartbeat", { faults: [{ path: header, message }] });
}
