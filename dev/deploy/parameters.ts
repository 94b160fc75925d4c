/** What one parameter of `serverless.yml` must be. The relay's own reader has the rule of a variable. */
export type Parameter = {
  /** The variable of the functions that it becomes. */
  readonly variable?: string;
  readonly isRight?: (value: string) => boolean;
  readonly rule?: string;
};

const matching = (pattern: RegExp, rule: string): Parameter => ({
  isRight: (value) => pattern.test(value),
  rule,
});

const oneOf = (...words: readonly string[]): Parameter => ({
  isRight: (value) => words.includes(value),
  rule: `must be ${words.join(" or ")}`,
});

const wholeNumber = (least: number, most: number): Parameter => ({
  isRight: (value) => /^[1-9]\d*$/.test(value) && Number(value) >= least && Number(value) <= most,
  rule: `must be a whole number from ${least} to ${most}`,
});

const arn = (service: string, rest: string) =>
  `arn:aws[\\w-]*:${service}:[a-z0-9-]+:\\d{12}:${rest}`;

/** A FIFO topic takes no alarm. */
const topic = matching(
  new RegExp(`^(?:none|${arn("sns", "[\\w-]{1,256}")})$`),
  "must be none or the ARN of a standard SNS topic",
);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const daysOfCloudWatch = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Every parameter of `serverless.yml`; a test compares the two. */
export const parameters: Readonly<Record<string, Parameter>> = {
  awsRegion: matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be an AWS region such as ap-southeast-1"),
  logRetentionInDays: oneOf(...daysOfCloudWatch.map(String)),
  reservedConcurrency: matching(
    /^(?:none|[1-9]\d{0,4})$/,
    "must be none or a whole number from 1 on",
  ),
  // 0 would refuse every request; more than this is no account's.
  gatewayRatePerSecond: wholeNumber(1, 100_000),
  gatewayBurst: wholeNumber(1, 100_000),
  scheduleEnabled: oneOf("true", "false"),
  alarmTopicArn: topic,
  transitionsTopicArn: topic,
  alarmWebhookUrl: { variable: "RELAY_ALARM_URL" },
  alarmWebhookFormat: { variable: "RELAY_ALARM_FORMAT" },
  alarmWebhookSecret: { variable: "RELAY_ALARM_SECRET" },
  alarmWebhookKey: { variable: "RELAY_ALARM_KEY" },
  watchdogUrl: { variable: "RELAY_WATCHDOG_URL" },
  credentialsSecret: matching(
    new RegExp(`^(?:[\\w/+=.@-]{1,512}|${arn("secretsmanager", "secret:[\\w/+=.@-]{1,512}")})$`),
    "must be the name or the ARN of a secret",
  ),
  secretId: { variable: "TENCENTCLOUD_SECRET_ID" },
  secretKey: { variable: "TENCENTCLOUD_SECRET_KEY" },
  credentialsAtRuntime: matching(
    new RegExp(`^(?:none|${arn("secretsmanager", "secret:[\\w/+=.@-]{1,512}")})$`),
    "must be none or the ARN of a secret",
  ),
  tencentRegion: { variable: "TENCENTCLOUD_REGION" },
  clsEndpoint: { variable: "CLS_ENDPOINT" },
  clsRatePerSecond: { variable: "CLS_RATE_PER_SECOND" },
  // The relay answers 250 ms before Lambda would stop the function, whatever the deadline.
  relayDeadlineMs: { variable: "RELAY_DEADLINE_MS", ...wholeNumber(1, 9750) },
  basePath: { variable: "RELAY_BASE_PATH" },
  logLevel: { variable: "POWERTOOLS_LOG_LEVEL", ...oneOf("DEBUG", "INFO", "WARN", "ERROR") },
};

/** Parameters of version 0.1.0, and what replaces them. */
export const removedParameters: Readonly<Record<string, string>> = {
  limitMode: "the table is always there, and keeps the rate",
  schedulePerSecond: "the schedule and the HTTP routes share all of clsRatePerSecond",
};
