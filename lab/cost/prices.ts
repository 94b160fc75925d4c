export type Price = {
  readonly what: string;
  readonly dollars: number;
  /** For so many, and what that is called. */
  readonly per: number;
  readonly unit: string;
  readonly page: string;
};

export const region = "us-east-1";

/** List prices without the free tier, as of November 2026. */
export const prices = {
  gateway: {
    what: "HTTP API, requests",
    ...{ dollars: 1, per: 1_000_000, unit: "a million" },
    page: "https://aws.amazon.com/api-gateway/pricing/",
  },
  requests: {
    what: "Lambda, requests",
    ...{ dollars: 0.2, per: 1_000_000, unit: "a million" },
    page: "https://aws.amazon.com/lambda/pricing/",
  },
  duration: {
    what: "Lambda on arm64, duration",
    ...{ dollars: 0.0000133334, per: 1, unit: "a GB-second" },
    page: "https://aws.amazon.com/lambda/pricing/",
  },
  writes: {
    what: "DynamoDB on demand, writes",
    ...{ dollars: 0.625, per: 1_000_000, unit: "a million of 1 KB" },
    page: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  },
  reads: {
    what: "DynamoDB on demand, reads",
    ...{ dollars: 0.125, per: 1_000_000, unit: "a million of 4 KB" },
    page: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  },
  logs: {
    what: "CloudWatch Logs, ingestion",
    ...{ dollars: 0.5, per: 1_000_000_000, unit: "a GB" },
    page: "https://aws.amazon.com/cloudwatch/pricing/",
  },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof prices;
