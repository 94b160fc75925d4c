import { LeaseBar } from "./lease-bar.tsx";
import type { Consumer, Group } from "./snapshot.ts";
import { byUrgency, nameOf, toCount, toLeaseWords } from "./words.ts";

const colours = 8;

type GroupProps = {
  readonly group: Group;
  readonly consumers: readonly Consumer[];
  readonly nowMs: number;
  /** The path before every route of the relay. */
  readonly base: string;
};

/** A group: its partitions by holder, then its consumers, the ones that need a look first. */
export function GroupView({ group, consumers, nowMs, base }: GroupProps) {
  const colourOf = new Map(group.consumers.map(({ consumer }, at) => [consumer, at % colours]));
  // A map: an object has more names than it was given, and a topic may be called `constructor`.
  const unheld = new Map(Object.entries(group.unheld));
  return (
    <section class="group">
      <h2>
        <bdi>{group.consumerGroup}</bdi>
      </h2>
      <p class="note">
        logset <bdi>{group.logsetId}</bdi> · {toCount(group.changesInLastHour, "change")} of
        partitions in the last hour
      </p>
      {Object.entries(group.topics).map(([topicId, partitions]) => (
        <div key={topicId} class="topic">
          <p class="note">
            topic <bdi>{topicId}</bdi>
          </p>
          {partitions.length > 0 && (
            <ol class="partitions">
              {partitions.map(({ partition, consumer }) => (
                <li
                  key={partition}
                  title={consumer ?? "nobody"}
                  data-colour={consumer === null ? "none" : colourOf.get(consumer)}
                >
                  {partition}
                </li>
              ))}
            </ol>
          )}
          {unheld.has(topicId) && (
            <p class="unheld">Nobody holds {toList(unheld.get(topicId) ?? [])}.</p>
          )}
        </div>
      ))}
      <ul class="consumers">
        {consumers.toSorted(byUrgency).map((consumer) => (
          <ConsumerView
            key={nameOf(consumer)}
            {...{ consumer, nowMs, base, colour: colourOf.get(consumer.consumer) }}
          />
        ))}
      </ul>
    </section>
  );
}

/** What may stand in the place of a call's outcome, and has no page. */
const noProblems = ["renewed", "left", "failed"];

type ConsumerProps = {
  readonly consumer: Consumer;
  readonly colour: number | undefined;
  readonly nowMs: number;
  readonly base: string;
};

function ConsumerView({ consumer, colour, nowMs, base }: ConsumerProps) {
  const { state, missed, lastAttempt } = consumer;
  return (
    <li data-state={state}>
      <span class="name">
        <i data-colour={colour} aria-hidden="true" />
        <bdi>{consumer.consumer}</bdi>
      </span>
      <span class="state">{state}</span>
      <LeaseBar consumer={consumer} nowMs={nowMs} />
      <span class="note">{toLeaseWords(consumer, nowMs)}</span>
      <span class="note">{toHeld(consumer)}</span>
      {missed > 0 && <span class="note">{toCount(missed, "heartbeat")} missed</span>}
      {lastAttempt?.outcome === "failed" && <span class="note">last: its run failed</span>}
      {lastAttempt && !noProblems.includes(lastAttempt.outcome) && (
        <span class="note">
          last: <Problem base={base} code={lastAttempt.outcome} text={lastAttempt.outcome} />{" "}
          {lastAttempt.upstreamCode}
        </span>
      )}
    </li>
  );
}

type ProblemProps = { readonly base: string; readonly code: string; readonly text: string };

/** What went wrong, with its page. */
export function Problem({ base, code, text }: ProblemProps) {
  return <a href={`${base}/problems/${encodeURIComponent(code)}`}>{text}</a>;
}

/** What it holds, or held as long as it had a lease. */
function toHeld({ state, topics }: Consumer): string {
  const held = Object.values(topics).flat();
  if (held.length === 0) return "no partition";
  return state === "expired" || state === "left" ? `had ${toList(held)}` : toList(held);
}

function toList(partitions: readonly number[]): string {
  const word = partitions.length === 1 ? "partition" : "partitions";
  return `${word} ${partitions.join(", ")}`;
}
