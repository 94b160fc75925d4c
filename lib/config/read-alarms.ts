import type { AwsAccess } from "../aws/call.ts";
import { createAddressTest } from "./addresses.ts";
import type { Reader } from "./env-reader.ts";
import { isPrintable } from "./env-values.ts";
import { readAws } from "./read-aws.ts";

/** Where transitions are told, and who watches the relay. */
export type AlarmSettings = {
  readonly webhook: WebhookConfig | undefined;
  readonly topic: TopicConfig | undefined;
  /** Is asked while all is well. */
  readonly watchdogUrl: string | undefined;
  /** What of these no log and no answer may hold. */
  readonly secrets: readonly string[];
};

export type WebhookConfig = {
  readonly url: string;
  readonly format: WebhookFormat;
  /** Signs each body. */
  readonly secret?: string | undefined;
  /** Sent as a bearer token. */
  readonly key?: string | undefined;
};

/** A topic of Amazon SNS. */
export type TopicConfig = AwsAccess & { readonly topicArn: string };

export type WebhookFormat = "json" | "alertmanager";

const formats = new Map<string, WebhookFormat>([
  ["json", "json"],
  ["alertmanager", "alertmanager"],
]);

const urlVariable = "RELAY_ALARM_URL";
const formatVariable = "RELAY_ALARM_FORMAT";
const topicVariable = "RELAY_ALARM_TOPIC_ARN";

export function readAlarms(reader: Reader): AlarmSettings {
  const webhook = readWebhook(reader);
  const watchdogUrl = readUrl(reader, "RELAY_WATCHDOG_URL");
  return {
    webhook,
    topic: readTopic(reader),
    watchdogUrl,
    secrets: [
      ...[webhook?.secret, webhook?.key].filter((secret) => secret !== undefined),
      ...[webhook?.url, watchdogUrl].flatMap((url) =>
        url === undefined ? [] : secretPartsOf(url),
      ),
    ],
  };
}

function readWebhook(reader: Reader): WebhookConfig | undefined {
  const url = readUrl(reader, urlVariable);
  const format = reader.choice(formatVariable, formats, "json");
  const secret = reader.text("RELAY_ALARM_SECRET", secretRule);
  const key = reader.text("RELAY_ALARM_KEY", keyRule);
  if (reader.optional(urlVariable) === undefined) refuseAlone(reader, format);
  if (format === "alertmanager") refuseForAlertmanager(reader, url);
  return url === undefined ? undefined : { url, format, secret, key };
}

const secretRule = {
  isRight: (value: string) => value.length >= 16 && isPrintable(value),
  rule: "at least 16 characters of ASCII without spaces",
};
const keyRule = { isRight: isPrintable, rule: "characters of ASCII without spaces" };

/** What has an effect only together with an address. */
function refuseAlone(reader: Reader, format: WebhookFormat): void {
  const names = ["RELAY_ALARM_SECRET", "RELAY_ALARM_KEY"].filter(
    (name) => reader.optional(name) !== undefined,
  );
  // The usual format may be named without an address, as the template does.
  for (const name of [...names, ...(format === "json" ? [] : [formatVariable])]) {
    reader.fault(name, `has no effect without ${urlVariable}; set both or none`);
  }
}

function refuseForAlertmanager(reader: Reader, url: string | undefined): void {
  if (reader.optional("RELAY_ALARM_SECRET") !== undefined) {
    const message = `must not be combined with ${formatVariable}=alertmanager, which verifies no signature; use RELAY_ALARM_KEY`;
    reader.fault("RELAY_ALARM_SECRET", message, "conflict");
  }
  if (url !== undefined && !new URL(url).pathname.endsWith("/api/v2/alerts")) {
    reader.fault(urlVariable, `must end in /api/v2/alerts with ${formatVariable}=alertmanager`);
  }
}

function readTopic(reader: Reader): TopicConfig | undefined {
  const topicArn = reader.text(topicVariable, {
    // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    isRight: (value) => /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(value),
    rule: "the ARN of a standard SNS topic",
  });
  if (topicArn === undefined) return undefined;
  const rights = "publish to";
  const aws = readAws(reader, { service: "sns", variable: "SNS", user: topicVariable, rights });
  if (aws.region !== "" && topicArn.split(":")[3] !== aws.region) {
    reader.fault(topicVariable, "must be a topic of the region in AWS_REGION");
  }
  return { topicArn, ...aws };
}

function readUrl(reader: Reader, name: string): string | undefined {
  const value = reader.text(name, urlRule);
  if (value === undefined) return undefined;
  const { protocol, hostname, username, password, href } = new URL(value);
  if (`${username}${password}` !== "") {
    reader.fault(name, "must hold no user and no password");
    return undefined;
  }
  if (protocol === "http:" && !isNearby(hostname.replace(/^\[|\]$/g, ""))) {
    reader.fault(name, "may be plain http for a loopback or private host only; use https");
    return undefined;
  }
  return href;
}

const urlRule = {
  isRight: (value: string) => /^https?:\/\//i.test(value) && URL.canParse(value),
  rule: "an address such as https://alarms.example/hook",
};

const privateNetworks = [
  ...["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7"],
];

/** Whether a host is on this machine or in a network of one's own: such a name is not one of the public DNS. */
function isNearby(host: string): boolean {
  return (
    createAddressTest(privateNetworks)(host) ||
    /^(?!\d+$)[\w-]+$|\.(?:internal|local|svc)$/i.test(host)
  );
}

/** Shorter parts of a path are words, such as `services`, which may stand anywhere. */
const leastSecretCharacters = 16;

/** The parts of a path and the values of a query: for many services that is all that an owner proves himself with. */
export function secretPartsOf(url: string): string[] {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`
    .split(/[/?&=]/)
    .filter(({ length }) => length >= leastSecretCharacters);
}
