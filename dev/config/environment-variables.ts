/** Every variable that the relay reads; `docs/configuration.md` and the template are tested against it. */
export type EnvironmentVariable = {
  readonly name: string;
  readonly required: boolean;
  /** Whether `serverless.yml` sets it, and for which functions. */
  readonly deployed: boolean | "schedule";
  readonly secret: boolean;
  readonly default?: string;
  readonly meaning: string;
};

type Extra = Partial<Omit<EnvironmentVariable, "name" | "meaning">>;

function variable(name: string, meaning: string, extra: Extra = {}): EnvironmentVariable {
  return { name, required: false, deployed: false, secret: false, meaning, ...extra };
}

export const environmentVariables: readonly EnvironmentVariable[] = [
  variable("TENCENTCLOUD_SECRET_ID", "The SecretId that signs.", {
    required: true,
    deployed: true,
    secret: true,
  }),
  variable("TENCENTCLOUD_SECRET_KEY", "The SecretKey that signs.", {
    required: true,
    deployed: true,
    secret: true,
  }),
  variable("TENCENTCLOUD_SESSION_TOKEN", "The token of temporary credentials; read first.", {
    secret: true,
  }),
  variable("TENCENTCLOUD_TOKEN", "The same under tccli's name; read second.", { secret: true }),
  variable("TENCENTCLOUD_SECURITY_TOKEN", "The same under Terraform's name; read third.", {
    secret: true,
  }),
  variable("RELAY_SECRET_ID", "The SecretId where TENCENTCLOUD_ names may not be set, as on SCF.", {
    secret: true,
  }),
  variable("RELAY_SECRET_KEY", "Its SecretKey.", { secret: true }),
  variable("RELAY_SESSION_TOKEN", "Its token, with temporary credentials.", { secret: true }),
  variable(
    "RELAY_CREDENTIALS_FILE",
    "The path of a JSON file with secretId, secretKey and perhaps token; read again when it changes.",
  ),
  variable(
    "RELAY_CREDENTIALS_SECRET",
    "The ARN of a secret of AWS Secrets Manager with the same JSON, read while the relay runs.",
    { deployed: true },
  ),
  variable("TENCENTCLOUD_REGION", "The region of the logset, such as ap-guangzhou.", {
    required: true,
    deployed: true,
  }),
  variable("RELAY_REGION", "The same, where TENCENTCLOUD_ names may not be set."),
  variable("CLS_ENDPOINT", "The host of the API: a cls… host under tencentcloudapi.com.", {
    deployed: true,
    default: "cls.intl.tencentcloudapi.com",
  }),
  variable(
    "CLS_CONNECT_TO",
    "Connect to this http(s)://host:port, but sign and send Host as for CLS_ENDPOINT. Plain http to loopback only.",
  ),
  variable("CLS_RATE_PER_SECOND", "Heartbeats a second that the credentials may send.", {
    deployed: true,
    default: "20",
  }),
  variable("RELAY_CONFIG", "The path of the configuration file.", {
    deployed: true,
    default: "relay.config.json",
  }),
  variable("RELAY_DEADLINE_MS", "Milliseconds after which a caller has its answer.", {
    deployed: true,
    default: "3000",
  }),
  variable(
    "RELAY_LEDGER_TABLE",
    "The DynamoDB table in which many processes keep to one rate; without it this is the only process.",
    { deployed: true },
  ),
  variable("RELAY_MAX_WAIT_MS", "How long a heartbeat waits for its slot.", { default: "2000" }),
  variable("RELAY_AUTH", "none switches keys off: anyone who reaches the relay may beat.", {
    default: "keys",
  }),
  variable(
    "RELAY_BASE_PATH",
    "The path before every route, such as /relay, if a proxy or a domain maps one.",
    { deployed: true },
  ),
  variable("RELAY_PROXY", "An http://host:port proxy to CLS; http_proxy alone is ignored.", {
    secret: true,
  }),
  variable("RELAY_STAGE", "What log and metrics call this deployment, besides its service.", {
    deployed: true,
    default: "default",
  }),
  variable("RELAY_ALARM_URL", "Where transitions of consumers are posted.", {
    deployed: "schedule",
    secret: true,
  }),
  variable("RELAY_ALARM_FORMAT", "What is posted: json, or alertmanager for its API v2.", {
    deployed: "schedule",
    default: "json",
  }),
  variable("RELAY_ALARM_SECRET", "Signs what is posted.", { deployed: "schedule", secret: true }),
  variable("RELAY_ALARM_KEY", "Is sent along as a bearer token.", {
    deployed: "schedule",
    secret: true,
  }),
  variable("RELAY_ALARM_TOPIC_ARN", "The SNS topic to which transitions are published.", {
    deployed: "schedule",
  }),
  variable("RELAY_WATCHDOG_URL", "Is asked each minute while the relay renews and looks.", {
    deployed: "schedule",
    secret: true,
  }),
];

/** What SCF sets of the role of a function; read there only (TENCENTCLOUD_RUNENV). */
export const scfVariables: readonly { readonly name: string; readonly secret: boolean }[] = [
  { name: "TENCENTCLOUD_RUNENV", secret: false },
  { name: "TENCENTCLOUD_SECRETID", secret: true },
  { name: "TENCENTCLOUD_SECRETKEY", secret: true },
  { name: "TENCENTCLOUD_SESSIONTOKEN", secret: true },
];

type HostVariable = { readonly name: string; readonly default: string };

/** What only the server needs. */
export const serverVariables: readonly HostVariable[] = [
  { name: "PORT", default: "3000" },
  { name: "RELAY_HOST", default: "loopback" },
  { name: "RELAY_SCHEDULE", default: "on" },
  { name: "RELAY_MAX_REQUESTS", default: "1000" },
  { name: "RELAY_TRUSTED_PROXIES", default: "none" },
  { name: "RELAY_STATE_FILE", default: "none" },
  { name: "RELAY_METRICS_PORT", default: "none" },
  { name: "RELAY_METRICS_HOST", default: "loopback" },
];

/** Powertools' names for what log and metrics need. */
export const observeVariables: readonly HostVariable[] = [
  { name: "POWERTOOLS_LOG_LEVEL", default: "INFO" },
  { name: "POWERTOOLS_SERVICE_NAME", default: "heartbeat-relay" },
  { name: "POWERTOOLS_METRICS_NAMESPACE", default: "HeartbeatRelay" },
  { name: "POWERTOOLS_METRICS_DISABLED", default: "false on Lambda, else true" },
];
