import { toFields } from "../../../lib/base/unknown-object.ts";
import { holdingStates } from "../../../lib/alive/state-of.ts";
import type { Environment } from "../../../lib/config/env-reader.ts";
import { isFull } from "../../../lib/ledger/steering.ts";
import { ask, askGroup, type Question, type Told } from "../../who/ask.ts";
import { examined, type Found, notExamined, type Part } from "../finding.ts";

const check = "consumers";
const mostMs = 3000;

/** What a running relay sees of its consumers, where the environment says where it is and gives a key that reads. */
export async function examineConsumers(env: Environment, ratePerSecond: number): Promise<Part> {
  const { RELAY_URL: url = "", RELAY_KEY: key = "" } = env;
  const none = (reason: string): Part => ({ found: [], examined: [notExamined(check, reason)] });
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    return none(
      "set RELAY_URL to the address of a relay that runs, and RELAY_KEY to a key that reads",
    );
  const question = { url, key, query: {}, signal: AbortSignal.timeout(mostMs) };
  try {
    const consumers = await ask(question);
    const found = [
      ...(await findUnread(question, consumers)),
      ...consumers.flatMap(findContested),
      ...findFull(consumers, ratePerSecond),
    ];
    const alive = consumers.filter(({ state }) => state === "alive").length;
    return { found, examined: [examined(check, `${alive} of ${consumers.length} are alive`)] };
  } catch (error) {
    return none(error instanceof Error ? error.message : "it failed");
  }
}

/** Only a consumer that holds a lease no more leaves partitions behind. */
const gone: readonly unknown[] = ["expired", "left"];

async function findUnread(question: Question, consumers: readonly Told[]): Promise<Found[]> {
  const groups = new Map(
    consumers
      .filter(({ state }) => gone.includes(state))
      .map(({ consumerGroup, logsetId }) => {
        const group = { group: String(consumerGroup), logsetId: String(logsetId) };
        return [JSON.stringify(group), group];
      }),
  );
  const found: Found[] = [];
  for (const { group, logsetId } of groups.values()) {
    const { unheld } = await askGroup({ ...question, query: { logsetId } }, group);
    for (const [topicId, partitions] of Object.entries(toFields(unheld))) {
      const detail = `Of ${topicId} these: ${shorten(partitions)}.`;
      found.push({ code: "partitions-unread", subject: group, detail });
    }
  }
  return found;
}

const mostShown = 20;

function shorten(partitions: unknown): string {
  const list = Array.isArray(partitions) ? partitions.map(String) : [];
  const more = list.length > mostShown ? ` and ${list.length - mostShown} more` : "";
  return list.slice(0, mostShown).join(", ") + more;
}

function findContested({ state, consumerGroup, consumer, contested }: Told): Found[] {
  if (state !== "contested") return [];
  const { by } = toFields(contested);
  const senders = (Array.isArray(by) ? by : []).map(toFields);
  const names = senders.map(({ instance, key }) =>
    typeof instance === "string" ? instance : `the key ${String(key)}`,
  );
  const subject = `${String(consumerGroup)}/${String(consumer)}`;
  return [{ code: "consumer-contested", subject, detail: `They are ${names.join(" and ")}.` }];
}

const holding: readonly unknown[] = holdingStates;

function findFull(consumers: readonly Told[], ratePerSecond: number): Found[] {
  const leasesMs = consumers
    .filter(({ state }) => holding.includes(state))
    .map(({ leaseSeconds }) => 1000 * Number(leaseSeconds));
  if (!isFull(leasesMs, ratePerSecond)) return [];
  const detail = `${leasesMs.length} hold one, of ${ratePerSecond} heartbeats a second.`;
  return [{ code: "rate-full", subject: "CLS_RATE_PER_SECOND", detail }];
}
