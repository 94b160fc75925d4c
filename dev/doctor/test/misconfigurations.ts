// What can be wrong with a relay, and the cause that the doctor has to name first. Written before the doctor:
// a wrong finding is fixed in the doctor, never here.

export type Misconfiguration = {
  readonly name: string;
  /** Over a healthy environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In place of the healthy configuration file: an object, or a text as it stands. */
  readonly file?: object | string;
  readonly world?: World;
  /** The code of the finding that has to come first. */
  readonly expected: string;
};

/**
 * What the relay meets outside; what is left out is healthy. In `env` and `file` stand for what the set-up makes:
 * {secretId}, {secretKey}, {token}, {cutKey} (a SecretKey without its last two characters), {temporaryId} (a SecretId
 * of temporary credentials), {digest} and {otherDigest} (each of a key), {secretKeyDigest}, {port} (where CLS or its stand-in listens).
 */
export type World = {
  readonly dns?: "knows no such name" | "is silent";
  /** What listens in place of CLS. */
  readonly server?:
    | "nobody"
    | "silent"
    | "certificate of its own"
    | "certificate of another host"
    | "web page"
    | "redirect"
    | "proxy that refuses";
  readonly clockAheadMs?: number;
  /** Whose credentials CLS knows. */
  readonly knows?: "another SecretId" | "another SecretKey" | "a token" | "temporary credentials";
  /** A refusal of these read-only actions, or of all. */
  readonly refuses?: { readonly code: string; readonly actions?: readonly string[] };
  readonly regions?: readonly string[];
  readonly logsets?: readonly string[];
  /** Topic id → logset id. */
  readonly topics?: Readonly<Record<string, string>>;
  readonly groups?: readonly {
    readonly consumerGroup: string;
    readonly topicIds?: readonly string[];
    readonly leaseSeconds?: number;
  }[];
};

export const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
export const otherLogsetId = "1b0c7a54-3a0e-4d6c-8f0e-5a7d1f6c2b90";
export const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
export const otherTopicId = "ded3f956-4616-9c7c-948c-a95d8c1a36f6";

const key = { name: "orders-api", sha256: "{digest}", aliases: ["orders-*"] };
const alias = { consumer: "orders-1", topics: [topicId] };
const defaults = { consumerGroup: "orders", logsetId };

/** One key, one alias, defaults: nothing to be found. */
export const healthyFile = { keys: [key], aliases: { "orders-1": alias }, defaults };

export const healthyEnv = {
  TENCENTCLOUD_SECRET_ID: "{secretId}",
  TENCENTCLOUD_SECRET_KEY: "{secretKey}",
  TENCENTCLOUD_REGION: "ap-singapore",
  CLS_CONNECT_TO: "http://127.0.0.1:{port}",
};

const direct = { CLS_CONNECT_TO: undefined };
const overTls = { CLS_CONNECT_TO: "https://127.0.0.1:{port}" };
const hour = 3_600_000;

function aliases(count: number, scheduled: boolean | { everySeconds: number }) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `orders-${index}`,
      { consumer: `orders-${index}`, topics: [topicId], scheduled },
    ]),
  );
}

function withKeys(...keys: object[]): object {
  return { ...healthyFile, keys };
}

function withAlias(more: object): object {
  return { ...healthyFile, aliases: { "orders-1": { ...alias, ...more } } };
}

const environment: readonly Misconfiguration[] = [
  {
    name: "the SecretId is not set",
    env: { TENCENTCLOUD_SECRET_ID: undefined },
    expected: "credentials-missing",
  },
  {
    name: "the SecretKey is not set",
    env: { TENCENTCLOUD_SECRET_KEY: undefined },
    expected: "credentials-missing",
  },
  {
    name: "both credentials are empty, as from a secret that was never filled in",
    env: { TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: " " },
    expected: "credentials-missing",
  },
  {
    name: "the SecretId is still the one of the example",
    env: { TENCENTCLOUD_SECRET_ID: "your-secret-id" },
    expected: "value-placeholder",
  },
  {
    name: "the SecretKey is still in angle brackets",
    env: { TENCENTCLOUD_SECRET_KEY: "<SecretKey>" },
    expected: "value-placeholder",
  },
  {
    name: "a template variable was never filled in",
    env: { TENCENTCLOUD_REGION: "${TENCENTCLOUD_REGION}" },
    expected: "value-placeholder",
  },
  {
    name: "SecretId and SecretKey have changed places",
    env: { TENCENTCLOUD_SECRET_ID: "{secretKey}", TENCENTCLOUD_SECRET_KEY: "{secretId}" },
    expected: "credentials-swapped",
  },
  {
    name: "the SecretId stands in both places",
    env: { TENCENTCLOUD_SECRET_KEY: "{secretId}" },
    expected: "credentials-same",
  },
  {
    name: "the SecretId has quotes around it, as an env file keeps them",
    env: { TENCENTCLOUD_SECRET_ID: '"{secretId}"' },
    expected: "value-quoted",
  },
  {
    name: "the region has quotes around it",
    env: { TENCENTCLOUD_REGION: "'ap-singapore'" },
    expected: "value-quoted",
  },
  {
    name: "the SecretKey was pasted twice with a space between",
    env: { TENCENTCLOUD_SECRET_KEY: "{secretKey} {secretKey}" },
    expected: "credentials-malformed",
  },
  {
    name: "the SecretKey took the next line of the file along",
    env: { TENCENTCLOUD_SECRET_KEY: "{secretKey}\nTENCENTCLOUD_REGION=ap-singapore" },
    expected: "credentials-malformed",
  },
  {
    name: "the SecretKey lost its last two characters",
    env: { TENCENTCLOUD_SECRET_KEY: "{cutKey}" },
    expected: "secret-key-shape",
  },
  {
    name: "the SecretId is in a variable with an underscore too few",
    env: { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRETID: "{secretId}" },
    expected: "variable-misspelt",
  },
  {
    name: "the SecretKey is in a variable of another tool",
    env: { TENCENTCLOUD_SECRET_KEY: undefined, TENCENT_SECRET_KEY: "{secretKey}" },
    expected: "variable-misspelt",
  },
  {
    name: "the region is in a variable that nobody reads",
    env: { TENCENTCLOUD_REGION: undefined, TENCENTCLOUD_DEFAULT_REGION: "ap-singapore" },
    expected: "variable-misspelt",
  },
  {
    name: "an optional variable is misspelt, so its default holds",
    env: { RELAY_DEADLINE_MSEC: "5000" },
    expected: "variable-misspelt",
  },
  {
    name: "the region is not set",
    env: { TENCENTCLOUD_REGION: undefined },
    expected: "region-missing",
  },
  {
    name: "the region is the name of a city",
    env: { TENCENTCLOUD_REGION: "Singapore" },
    expected: "region-malformed",
  },
  {
    name: "the region has an underscore",
    env: { TENCENTCLOUD_REGION: "ap_singapore" },
    expected: "region-malformed",
  },
  {
    name: "the region is a zone",
    env: { TENCENTCLOUD_REGION: "ap-singapore-1" },
    world: { regions: ["ap-singapore"] },
    expected: "region-unknown",
  },
  {
    name: "the region misses a letter",
    env: { TENCENTCLOUD_REGION: "ap-singapor" },
    world: { regions: ["ap-singapore"] },
    expected: "region-unknown",
  },
  {
    name: "the region is one of AWS",
    env: { TENCENTCLOUD_REGION: "ap-southeast-1" },
    world: { regions: ["ap-singapore"] },
    expected: "region-unknown",
  },
  {
    name: "the endpoint has a scheme",
    env: { CLS_ENDPOINT: "https://cls.tencentcloudapi.com" },
    expected: "endpoint-malformed",
  },
  {
    name: "the endpoint has a port",
    env: { CLS_ENDPOINT: "cls.intl.tencentcloudapi.com:443" },
    expected: "endpoint-malformed",
  },
  {
    name: "the endpoint is the one that logs are uploaded to",
    env: { CLS_ENDPOINT: "ap-singapore.cls.tencentcs.com" },
    expected: "endpoint-malformed",
  },
  {
    name: "the endpoint is of one region and the region is another",
    env: { CLS_ENDPOINT: "cls.ap-guangzhou.tencentcloudapi.com" },
    world: { regions: ["ap-guangzhou"] },
    expected: "endpoint-region-mismatch",
  },
  {
    name: "the international endpoint does not serve the mainland region",
    env: { TENCENTCLOUD_REGION: "ap-guangzhou" },
    world: { regions: ["ap-singapore", "ap-hongkong"] },
    expected: "endpoint-region-mismatch",
  },
  {
    name: "the endpoint is the one inside a VPC, and the relay is outside",
    env: { ...direct, CLS_ENDPOINT: "cls.internal.tencentcloudapi.com" },
    world: { dns: "knows no such name" },
    expected: "endpoint-internal",
  },
  {
    name: "two letters of the endpoint have changed places",
    env: { ...direct, CLS_ENDPOINT: "cls.inlt.tencentcloudapi.com" },
    world: { dns: "knows no such name" },
    expected: "endpoint-unknown",
  },
  {
    name: "CLS_CONNECT_TO has no scheme",
    env: { CLS_CONNECT_TO: "127.0.0.1:9010" },
    expected: "connect-to-malformed",
  },
  {
    name: "CLS_CONNECT_TO is plain http to another machine",
    env: { CLS_CONNECT_TO: "http://emulator.test:9010" },
    expected: "connect-to-malformed",
  },
  {
    name: "a proxy and CLS_CONNECT_TO are both set",
    env: { RELAY_PROXY: "http://127.0.0.1:3128" },
    expected: "proxy-and-connect-to",
  },
  {
    name: "the proxy has no scheme",
    env: { ...direct, RELAY_PROXY: "proxy.test:3128" },
    expected: "proxy-malformed",
  },
  {
    name: "the rate has a unit",
    env: { CLS_RATE_PER_SECOND: "20/s" },
    expected: "number-malformed",
  },
  {
    name: "the deadline is in seconds with a unit",
    env: { RELAY_DEADLINE_MS: "3s" },
    expected: "number-malformed",
  },
  {
    name: "there are more sandboxes than the shares bear",
    env: { RELAY_SANDBOXES: "10" },
    expected: "number-malformed",
  },
  {
    name: "the schedule takes the whole rate",
    env: { AWS_LAMBDA_FUNCTION_NAME: "relay", RELAY_SCHEDULE_PER_SECOND: "20" },
    expected: "schedule-takes-all",
  },
  {
    name: "RELAY_AUTH has a word of its own",
    env: { RELAY_AUTH: "off" },
    expected: "auth-malformed",
  },
  { name: "keys are switched off", env: { RELAY_AUTH: "none" }, expected: "auth-off" },
  {
    name: "Powertools is in its development mode",
    env: { POWERTOOLS_DEV: "true" },
    expected: "powertools-dev",
  },
  {
    name: "the deadline is longer than the time between two heartbeats",
    env: { RELAY_DEADLINE_MS: "30000" },
    expected: "deadline-over-cadence",
  },
  {
    name: "the deadline is in milliseconds as if they were seconds",
    env: { RELAY_DEADLINE_MS: "3" },
    expected: "deadline-too-short",
  },
  {
    name: "a heartbeat may wait longer than its deadline",
    env: { RELAY_MAX_WAIT_MS: "5000" },
    expected: "wait-over-deadline",
  },
  {
    name: "two variables hold different tokens, and the older one wins",
    env: { TENCENTCLOUD_SESSION_TOKEN: "anOlderToken00000000", TENCENTCLOUD_TOKEN: "{token}" },
    world: { knows: "a token" },
    expected: "token-ambiguous",
  },
  {
    name: "temporary credentials came without their token",
    env: { TENCENTCLOUD_SECRET_ID: "{temporaryId}" },
    world: { knows: "temporary credentials" },
    expected: "token-missing",
  },
];

const file: readonly Misconfiguration[] = [
  {
    name: "the file that is named is not there",
    env: { RELAY_CONFIG: "there-is-no-such-file.json" },
    expected: "file-unreadable",
  },
  {
    name: "the file has a comma too many",
    file: '{\n  "keys": [],\n  "aliases": {},\n}\n',
    expected: "file-not-json",
  },
  {
    name: "the file has comments",
    file: '{\n  // callers\n  "keys": []\n}\n',
    expected: "file-not-json",
  },
  { name: "the file is empty", file: "", expected: "file-not-json" },
  {
    name: "aliases are spelt alias",
    file: { keys: [key], alias: { "orders-1": alias }, defaults },
    expected: "file-unknown-field",
  },
  {
    name: "an alias has a consumer id in place of a consumer",
    file: {
      ...healthyFile,
      aliases: { "orders-1": { consumerId: "orders-1", topics: [topicId] } },
    },
    expected: "file-unknown-field",
  },
  {
    name: "the file has no keys",
    file: { aliases: { "orders-1": alias }, defaults },
    expected: "keys-none",
  },
  {
    name: "a key is the digest of nothing",
    file: withKeys({
      ...key,
      sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }),
    expected: "key-digest-of-nothing",
  },
  {
    name: "a key is the digest of a line break, as `echo | sha256sum` gives it",
    file: withKeys({
      ...key,
      sha256: "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b",
    }),
    expected: "key-digest-of-nothing",
  },
  {
    name: "the key itself stands in place of its digest",
    file: withKeys({ ...key, sha256: "aKeyOf43CharactersThatIsNoDigestAtAll_12345" }),
    expected: "key-not-a-digest",
  },
  {
    name: "a caller uses the SecretKey as its key",
    file: withKeys({ ...key, sha256: "{secretKeyDigest}" }),
    expected: "key-is-secret-key",
  },
  {
    name: "two keys have one name",
    file: withKeys(key, { ...key, sha256: "{otherDigest}" }),
    expected: "key-repeated",
  },
  {
    name: "an alias has a group neither of its own nor by default",
    file: { ...healthyFile, defaults: { logsetId } },
    expected: "alias-incomplete",
  },
  { name: "an alias has no topics", file: withAlias({ topics: [] }), expected: "file-invalid" },
  {
    name: "the cadence is a text",
    file: withAlias({ scheduled: "20s" }),
    expected: "file-invalid",
  },
  {
    name: "the logset is still a placeholder",
    file: { ...healthyFile, defaults: { consumerGroup: "orders", logsetId: "<logsetId>" } },
    world: { logsets: [logsetId] },
    expected: "file-placeholder",
  },
  {
    name: "a topic is still a placeholder",
    file: withAlias({ topics: ["your-topic-id"] }),
    world: { topics: { [topicId]: logsetId } },
    expected: "file-placeholder",
  },
  {
    name: "the group's name has a blank before it",
    file: { ...healthyFile, defaults: { consumerGroup: " orders", logsetId } },
    expected: "name-blanks",
  },
  {
    name: "the logset is given by its name",
    file: { ...healthyFile, defaults: { consumerGroup: "orders", logsetId: "production" } },
    world: { logsets: [logsetId] },
    expected: "id-shape",
  },
  {
    name: "a topic is given by its name",
    file: withAlias({ topics: ["orders-log"] }),
    world: { topics: { [topicId]: logsetId } },
    expected: "id-shape",
  },
  {
    name: "the logset's id stands in place of the topic's",
    file: withAlias({ topics: [logsetId] }),
    world: { topics: { [topicId]: logsetId } },
    expected: "topic-is-logset",
  },
  {
    name: "a schedule ended long ago",
    file: withAlias({ scheduled: true, scheduledUntil: "2020-01-31T00:00:00Z" }),
    expected: "schedule-ended",
  },
  {
    name: "an alias is beaten less often than its lease lasts",
    file: withAlias({ scheduled: { everySeconds: 60 } }),
    expected: "cadence-over-lease",
  },
  {
    name: "an alias loses its lease with one lost beat",
    file: withAlias({ scheduled: { everySeconds: 30 } }),
    expected: "cadence-over-half-lease",
  },
  {
    name: "the group's own timeout is shorter than the cadence",
    file: withAlias({ scheduled: { everySeconds: 20 } }),
    world: { groups: [{ consumerGroup: "orders", topicIds: [topicId], leaseSeconds: 10 }] },
    expected: "group-lease-shorter",
  },
  {
    name: "more aliases are scheduled than the schedule's share bears",
    file: { ...healthyFile, aliases: aliases(30, { everySeconds: 5 }) },
    expected: "schedule-over-share",
  },
  {
    name: "there are more aliases than the rate bears",
    file: { ...healthyFile, aliases: aliases(330, false) },
    expected: "budget-exceeded",
  },
  {
    name: "two aliases beat for one consumer",
    file: { ...healthyFile, aliases: { "orders-1": alias, "orders-again": alias } },
    expected: "consumer-shared",
  },
  {
    name: "a key's aliases do not exist",
    file: withKeys(key, { name: "audit", sha256: "{otherDigest}", aliases: ["audit-*"] }),
    expected: "key-matches-nothing",
  },
  {
    name: "one pattern of a key matches no alias",
    file: withKeys({ ...key, aliases: ["orders-*", "audit-1"] }),
    expected: "pattern-unused",
  },
  {
    name: "no key may send an alias",
    file: {
      ...healthyFile,
      aliases: { "orders-1": alias, "audit-1": { ...alias, consumer: "a" } },
    },
    expected: "alias-unreachable",
  },
  {
    name: "a key's list is empty",
    file: withKeys(
      { ...key, aliases: undefined },
      {
        name: "audit",
        sha256: "{otherDigest}",
        consumers: [],
      },
    ),
    expected: "key-allows-nothing",
  },
  {
    name: "a pattern of a key covers another one",
    file: withKeys({ ...key, aliases: ["orders-*", "orders-1"] }),
    expected: "pattern-shadowed",
  },
  {
    name: "the key of a hook has no limits",
    file: withKeys({ name: "ping", sha256: "{digest}", hookOnly: true }),
    expected: "hook-key-unlimited",
  },
  {
    name: "a key for bodies may name any consumer",
    file: withKeys({ name: "orders", sha256: "{digest}", consumerGroups: ["orders"] }),
    expected: "key-any-consumer",
  },
];

const network: readonly Misconfiguration[] = [
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

const cls: readonly Misconfiguration[] = [
  {
    name: "the SecretId was deleted",
    world: { knows: "another SecretId" },
    expected: "secret-id-unknown",
  },
  {
    name: "the SecretId is of the other site",
    env: { CLS_ENDPOINT: "cls.tencentcloudapi.com" },
    world: { knows: "another SecretId" },
    expected: "secret-id-unknown",
  },
  {
    name: "the SecretKey is another one's",
    world: { knows: "another SecretKey" },
    expected: "signature-refused",
  },
  {
    name: "the token has run out",
    env: { TENCENTCLOUD_TOKEN: "aTokenThatHasRunOut0" },
    world: { knows: "a token" },
    expected: "token-refused",
  },
  {
    name: "the credentials may call nothing",
    world: { refuses: { code: "AuthFailure.UnauthorizedOperation" } },
    expected: "permission-denied",
  },
  {
    name: "the credentials may not look at topics",
    world: { refuses: { code: "UnauthorizedOperation", actions: ["DescribeTopics"] } },
    expected: "permission-denied",
  },
  {
    name: "the account has overdue payments",
    world: { refuses: { code: "OperationDenied.AccountIsolate" } },
    expected: "account-blocked",
  },
  {
    name: "the address is not on the account's list",
    world: { refuses: { code: "IpNotInWhitelist" } },
    expected: "address-blocked",
  },
  {
    name: "CLS is not sold in the region",
    env: { TENCENTCLOUD_REGION: "ap-jakarta" },
    world: { regions: ["ap-singapore"] },
    expected: "region-refused",
  },
  {
    name: "others use up the rate of the account",
    world: { refuses: { code: "RequestLimitExceeded.UinLimitExceeded" } },
    expected: "throttled",
  },
  {
    name: "CLS fails",
    world: { refuses: { code: "InternalError.ServerBusy" } },
    expected: "cls-failing",
  },
  {
    name: "the logset is of another region",
    world: { logsets: [otherLogsetId] },
    expected: "logset-missing",
  },
  {
    name: "the default logset is gone, and there is no alias",
    file: { keys: [{ name: "orders-api", sha256: "{digest}" }], defaults },
    world: { logsets: [] },
    expected: "logset-missing",
  },
  {
    name: "the topic was deleted",
    world: { topics: { [otherTopicId]: logsetId } },
    expected: "topic-missing",
  },
  {
    name: "the topic is in another logset",
    world: { topics: { [topicId]: otherLogsetId } },
    expected: "topic-elsewhere",
  },
  { name: "the group was never created", world: { groups: [] }, expected: "group-missing" },
  {
    name: "the group's name differs in case",
    world: { groups: [{ consumerGroup: "Orders", topicIds: [topicId] }] },
    expected: "group-missing",
  },
  {
    name: "the group does not consume the topic",
    world: { groups: [{ consumerGroup: "orders", topicIds: [otherTopicId] }] },
    expected: "group-without-topic",
  },
];

export const misconfigurations: readonly Misconfiguration[] = [
  ...environment,
  ...file,
  ...network,
  ...cls,
];
