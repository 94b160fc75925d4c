import { Problem } from "./group.tsx";
import { Plot } from "./plot.tsx";
import type { Snapshot } from "./snapshot.ts";
import { countStates, toCount, toSpan } from "./words.ts";

type Props = { readonly snapshot: Snapshot; readonly base: string };

/** The relay as a whole: its rate, its last hour, its last failure. */
export function Summary({ snapshot: { overview }, base }: Props) {
  const { rate, samples, lastFailure, groups, at } = overview;
  const share = Math.min(1, rate.used / rate.perSecond);
  const changes = groups.reduce((sum, { changesInLastHour }) => sum + changesInLastHour, 0);
  return (
    <section class="summary" aria-label="The relay">
      <dl>
        <div>
          <dt>Rate</dt>
          <dd>
            {rate.used} of {rate.perSecond} calls a second
            <span class="meter" data-full={share > 0.9} aria-hidden="true">
              <span style={{ transform: `scaleX(${share})` }} />
            </span>
          </dd>
        </div>
        <div>
          <dt>Leases</dt>
          <dd>
            {rate.held} held; the rate carries {rate.carries}
          </dd>
        </div>
        <div>
          <dt>Churn</dt>
          <dd>{toCount(changes, "change")} of partitions in the last hour</dd>
        </div>
        <div>
          <dt>Last failure</dt>
          <dd>
            {lastFailure ? (
              <>
                <Problem base={base} code={lastFailure.code} text={lastFailure.title} />{" "}
                {lastFailure.upstreamCode && `(${lastFailure.upstreamCode}) `}
                for <bdi>{lastFailure.consumer}</bdi> of <bdi>{lastFailure.consumerGroup}</bdi>,{" "}
                {toSpan(at - lastFailure.at)} ago
              </>
            ) : (
              "none of the last heartbeats failed"
            )}
          </dd>
        </div>
      </dl>
      {samples && <Plot samples={samples} />}
    </section>
  );
}

/** How many are in which state; read aloud when it changes. */
export function StateCounts({ snapshot: { consumers } }: Pick<Props, "snapshot">) {
  const counts = countStates(consumers);
  return (
    <p class="counts" role="status">
      {counts.length === 0 && "This key sees no consumer yet."}
      {counts.map(([state, count]) => (
        <span key={state} data-state={state}>
          <span class="state">
            {count} {state}
          </span>{" "}
        </span>
      ))}
    </p>
  );
}
