import { GroupView } from "./group.tsx";
import { KeyForm } from "./key-form.tsx";
import type { Consumer, Snapshot } from "./snapshot.ts";
import { StateCounts, Summary } from "./summary.tsx";
import { byUrgency, groupNameOf, toClock } from "./words.ts";

/** All that the page shows; what is absent is not known. */
export type View = {
  /** Whether a key has to be typed in. */
  readonly asksForKey: boolean;
  readonly hasKey: boolean;
  readonly snapshot?: Snapshot | undefined;
  /** What is wrong, in words. */
  readonly words: string;
};

type Props = {
  readonly view: View;
  /** The path before every route of the relay. */
  readonly base: string;
  readonly onKey: (key: string) => void;
  readonly onForget: () => void;
};

export function App({ view, base, onKey, onForget }: Props) {
  const { asksForKey, hasKey, snapshot, words } = view;
  return (
    <>
      <header>
        <h1>heartbeat-relay</h1>
        {snapshot && <p class="note">as of {toClock(snapshot.overview.at)}</p>}
        {hasKey && !asksForKey && (
          <button type="button" onClick={onForget}>
            Forget the key
          </button>
        )}
      </header>
      <main data-stale={words !== ""}>
        {asksForKey ? <KeyForm words={words} onKey={onKey} /> : <Trouble words={words} />}
        {snapshot && <Groups snapshot={snapshot} base={base} />}
      </main>
    </>
  );
}

function Trouble({ words }: { readonly words: string }) {
  return <div role="alert">{words !== "" && <p class="alert">{words}</p>}</div>;
}

function Groups({ snapshot, base }: { readonly snapshot: Snapshot; readonly base: string }) {
  const { overview, consumers } = snapshot;
  const members = new Map<string, Consumer[]>();
  for (const one of consumers.toSorted(byUrgency)) {
    const name = groupNameOf(one);
    const others = members.get(name);
    if (others) others.push(one);
    else members.set(name, [one]);
  }
  const groups = new Map(overview.groups.map((group) => [groupNameOf(group), group]));
  return (
    <>
      <StateCounts snapshot={snapshot} />
      <Summary snapshot={snapshot} base={base} />
      {[...members].map(([name, list]) => {
        const group = groups.get(name);
        // The two answers are of two moments.
        if (group === undefined) return null;
        return <GroupView key={name} {...{ group, consumers: list, nowMs: overview.at, base }} />;
      })}
    </>
  );
}
