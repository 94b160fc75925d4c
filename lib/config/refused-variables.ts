import type { Reader } from "./env-reader.ts";

/** Variables of Node's and of libraries that would break a promise of the relay (docs/configuration.md). */
export const refusedVariables: readonly (readonly [name: string, values: RegExp, rule: string])[] =
  [
    [
      "NODE_TLS_REJECT_UNAUTHORIZED",
      /^(?!1$)/,
      "must not be set: the certificate of CLS is always verified; NODE_EXTRA_CA_CERTS adds an authority",
    ],
    [
      "NODE_OPTIONS",
      // Node reads underscores in the name of an option as hyphens.
      /--tls[-_](?:keylog|cipher[-_]list|min[-_]v1\.[01])/,
      "must not hold --tls-keylog, --tls-cipher-list, --tls-min-v1.0 or --tls-min-v1.1: they open the connection to CLS to others",
    ],
    ["NODE_DEBUG", /./, "must not be set: Node would print credentials that are sent to CLS"],
    ["POWERTOOLS_DEV", /./, "must not be set: it breaks log lines apart and stops the metrics"],
    ["POWERTOOLS_LOGGER_LOG_EVENT", /./, "must not be set: the relay never logs a request's body"],
    ["POWERTOOLS_LOGGER_SAMPLE_RATE", /./, "must not be set: every heartbeat has its line"],
  ];

/** Variables of version 0.1.0, and what replaces them: an operator who sets one expects an effect. */
export const removedVariables: Readonly<Record<string, string>> = {
  RELAY_COALESCE_MS: "an identical heartbeat is sent like any other",
  RELAY_LIMIT_TABLE: "name the table of the ledger in RELAY_LEDGER_TABLE",
  RELAY_SANDBOXES: "the table of RELAY_LEDGER_TABLE keeps any number of them to the rate",
  RELAY_SCHEDULE_PER_SECOND: "the schedule and the HTTP routes share all of CLS_RATE_PER_SECOND",
  RELAY_INTERVAL_SECONDS: "callers are told to beat at 0.45 of the lease of their group",
  RELAY_LEASE_SECONDS: "give a group its leaseSeconds, under consumerGroups in relay.config.json",
};

export function refuseVariables(reader: Reader): void {
  for (const [name, values, rule] of refusedVariables) {
    const value = reader.optional(name);
    if (value !== undefined && values.test(value)) reader.fault(name, rule);
  }
  for (const [name, instead] of Object.entries(removedVariables)) {
    if (reader.optional(name) === undefined) continue;
    reader.fault(name, `is not used any more; unset it: ${instead}`);
  }
}

/** What docs/clients.md has callers set, and what Kubernetes sets for a service whose name begins with "relay". */
const othersRelay =
  /^RELAY_(?:(?:URL|KEY)=|(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?)=|(?:\w+_)?PORT(?:_\d+_\w+)?=(?:tcp|udp|sctp):|(?:\w+_)?PORT_\d+_(?:TCP|UDP|SCTP)_\w+=)/;

/** After everything is read: an unknown name that begins like the relay's own is most likely misspelt. */
export function refuseUnknown(reader: Reader): void {
  const names = reader.unread(
    (name, value) => /^RELAY[_-]/i.test(name) && !othersRelay.test(`${name}=${value}`),
  );
  for (const name of names) {
    reader.fault(name, "is not a variable of the relay; docs/configuration.md lists them");
  }
}
