import { type Consumer, toName } from "../consumers.ts";
import { expiredMs, type Watched } from "../state-of.ts";
import { type Alarm, nameOf, type Untold } from "./alarm.ts";
import { contestEndsMs, type Found, type View } from "./find-alarms.ts";

export type Change = Omit<Untold, "to">;

/** What has become wrong, and what is over, against what was open before. */
export function compare(found: readonly Found[], view: View): readonly Change[] {
  const sights = new Map(view.consumers.map(({ sight }) => [toName(sight), sight]));
  const nowWrong = new Set(found.map(nameOf));
  const over = view.open.flatMap((alarm): Change[] => {
    const sight = sights.get(toName({ ...noName, ...alarm.subject }));
    const atMs = endOf(alarm, { sight, isWrong: nowWrong.has(nameOf(alarm)) }, view);
    return atMs === undefined ? [] : [{ alarm, isOver: true, atMs }];
  });
  const ended = new Set(over.map(({ alarm }) => nameOf(alarm)));
  const goesOn = new Set(view.open.map(nameOf).filter((name) => !ended.has(name)));
  const begun = found
    .filter((one) => one.fromMs <= view.nowMs && !goesOn.has(nameOf(one)))
    .map(({ fromMs: _, ...alarm }): Change => {
      return { alarm, isOver: false, atMs: alarm.sinceMs };
    });
  return [...over, ...begun];
}

const noName = { logsetId: "", consumerGroup: "", consumer: "" };

type Now = { readonly sight: Consumer["sight"] | undefined; readonly isWrong: boolean };

/** When an alarm ended; undefined while it goes on. */
function endOf(alarm: Alarm, { sight, isWrong }: Now, view: View): number | undefined {
  if (alarm.kind === "expired") return expiryEndOf(alarm, sight, view);
  if (alarm.kind === "contested") return contestEndOf(alarm, sight, view);
  return isWrong ? undefined : view.nowMs;
}

/** It is renewed, has left, or is forgotten; a call that may have been taken alone ends nothing. */
function expiryEndOf({ sinceMs }: Alarm, sight: Watched | undefined, { rules, nowMs }: View) {
  if (sight?.renewedMs === undefined) return nowMs;
  const { renewedMs: takenMs, leaseMs, leftMs, joinedMs = nowMs } = sight;
  if (leftMs !== undefined) return leftMs;
  const isRenewed = expiredMs({ takenMs, leaseMs }, rules) > sinceMs;
  return isRenewed ? Math.max(sinceMs, joinedMs) : undefined;
}

function contestEndOf({ sinceMs }: Alarm, sight: Watched | undefined, { nowMs }: View) {
  if (sight === undefined) return nowMs;
  const endsMs = contestEndsMs(sight);
  if (endsMs <= nowMs) return Math.max(sinceMs, endsMs);
  return sight.contestedSinceMs === sinceMs ? undefined : nowMs;
}
