import { createAwsPost } from "../../aws/call.ts";
import type { Clock } from "../../base/clock.ts";
import type { TopicConfig } from "../../config/read-alarms.ts";
import type { Subject, Transition } from "../transition.ts";
import { type Place, type Source, toChunks } from "./place.ts";
import { toldKinds, toToldKind } from "./told-kind.ts";
import { isSuccess } from "./webhook.ts";

/** It takes forms only. */
const sns = { name: "sns" };

/**
 * Publishes transitions to a topic of Amazon SNS, one message for those of one kind, so that a subscription can choose.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function createTopic(
  { topicArn, ...access }: TopicConfig,
  source: Source,
  clock: Clock,
): Place {
  const post = createAwsPost(sns, access, clock);
  return {
    toBatches: (transitions) =>
      toldKinds.flatMap((kind) =>
        toChunks(transitions.filter((transition) => toToldKind(transition) === kind)),
      ),
    async send(batch, signal) {
      const [first] = batch;
      if (first === undefined) return;
      const form = new URLSearchParams({
        Action: "Publish",
        Version: "2010-03-31",
        TopicArn: topicArn,
        ...toMessage(first, batch, source),
      });
      const { status, text } = await post(form.toString(), signal);
      if (!isSuccess(status)) throw new Error(codeIn(text) ?? `HTTP ${String(status)}`);
    },
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html */
function codeIn(xml: string): string | undefined {
  return /<Code>([A-Za-z]{1,60})<\/Code>/.exec(xml)?.[1];
}

function toMessage(first: Transition, batch: readonly Transition[], { service, stage }: Source) {
  const kind = toToldKind(first);
  const more = batch.length > 1 ? ` and ${batch.length - 1} more` : "";
  const subject = `${kind}: ${nameOf(first.subject)}${more} (${service} ${stage})`;
  return {
    Subject: toSubject(subject),
    Message: batch.map(toText).join("\n\n"),
    "MessageAttributes.entry.1.Name": "kind",
    "MessageAttributes.entry.1.Value.DataType": "String",
    "MessageAttributes.entry.1.Value.StringValue": kind,
  };
}

/** Less than 100 characters, none of which an e-mail has to encode. */
function toSubject(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 99);
}

function nameOf({ consumer, consumerGroup }: Subject): string {
  if (consumerGroup === undefined) return "the relay";
  return consumer === undefined ? consumerGroup : `${consumer} of ${consumerGroup}`;
}

/** For a person first, and below it what a program may look for. */
function toText({ id, kind, isOver, subject, atMs, sinceMs, detail }: Transition): string {
  const { topics, ...names } = subject;
  const rows = {
    ...names,
    ...(topics && { topics: [...topics].map(toTopic).join("; ") }),
    ...(isOver && { ended: kind }),
    since: new Date(sinceMs).toISOString(),
    at: new Date(atMs).toISOString(),
    id,
  };
  return [detail, ...Object.entries(rows).map(([name, value]) => `${name}: ${value}`)].join("\n");
}

function toTopic([topicId, partitions]: readonly [string, readonly number[]]): string {
  return `${topicId} ${partitions.join(",")}`;
}
