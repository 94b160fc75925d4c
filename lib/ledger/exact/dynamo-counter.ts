import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { toFields } from "../../base/unknown-object.ts";
import { createPost, type PostAnswer } from "./post.ts";
import type { Counted, SharedCounter } from "./shared-counter.ts";
import { type AwsCredentials, signRequest } from "./sign-request.ts";

export type LimitStoreConfig = {
  readonly table: string;
  readonly region: string;
  /** `https://host`, without a path. */
  readonly endpoint: string;
  readonly credentials: AwsCredentials;
};

export type DynamoCounterOptions = {
  readonly store: LimitStoreConfig;
  readonly clock: Clock;
  /** Whose budget it is: what the same names name is counted together. Only their hash is stored. */
  readonly budget: readonly string[];
};

/** The key of the table, and the attribute by which it forgets; serverless.yml makes it so. */
export const keyAttribute = "budgetSecond";
export const expiryAttribute = "expiresAt";

/** Long after the last sandbox, however wrong its clock, has asked for that second. */
const keptSeconds = 3600;

/** One item per budget and second; adding without a condition tells in one call how much is left. */
export function createDynamoCounter({ store, clock, budget }: DynamoCounterOptions): SharedCounter {
  const { table, region, endpoint, credentials } = store;
  const post = createPost(endpoint);
  const { host } = new URL(endpoint);
  const prefix = createHash("sha256").update(JSON.stringify(budget)).digest("hex").slice(0, 32);
  return {
    async add(second, count, signal) {
      const body = JSON.stringify({
        TableName: table,
        Key: { [keyAttribute]: { S: `${prefix}#${second}` } },
        UpdateExpression: `ADD taken :count SET ${expiryAttribute} = :expiry`,
        ExpressionAttributeValues: {
          ":count": { N: String(count) },
          ":expiry": { N: String(second + keptSeconds) },
        },
        ReturnValues: "UPDATED_NEW",
      });
      const target = "DynamoDB_20120810.UpdateItem";
      const unsigned = { host, target, body, region, epochMs: clock.epochMs() };
      try {
        return toCounted(await post(signRequest(unsigned, credentials), body, signal));
      } catch (error) {
        return { ok: false, reason: toReason(error) };
      }
    },
  };
}

function toCounted({ status, text }: PostAnswer): Counted {
  const body = toFields(parseJson(text));
  const { N: total } = toFields(toFields(body["Attributes"])["taken"]);
  if (status === 200 && typeof total === "string" && /^\d{1,9}$/.test(total)) {
    return { ok: true, total: Number(total) };
  }
  // com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException, and nothing that was sent: it is logged.
  const { __type: type } = body;
  const [, name] =
    (typeof type === "string" &&
      /#([A-Z][A-Za-z]{2,60}(?:Exception|Error|Exceeded))$/.exec(type)) ||
    [];
  return { ok: false, reason: name ?? `HTTP ${String(status)} without a count` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code, and no message: that could quote what was sent. */
function toReason(error: unknown): string {
  const { code } = toFields(error);
  return typeof code === "string" ? code : "no answer";
}
