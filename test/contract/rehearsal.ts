type Info = readonly { readonly TopicID: string; readonly Partitions: readonly number[] }[];

/** What `npm run rehearse:python` has written: how it went, and every call in its order. */
export type Rehearsal = {
  readonly head: {
    readonly source: string;
    readonly version: string;
    readonly python: string;
    readonly intervalSeconds: number;
    readonly seconds: number;
    readonly doubleSeconds: number;
    readonly singleSeconds: number;
    readonly longestGapSeconds: Readonly<Record<string, number>>;
    readonly counts: Readonly<Record<string, number>>;
    readonly events: readonly { readonly atMs: number; readonly event: string }[];
  };
  readonly calls: readonly {
    readonly atMs: number;
    readonly action: string;
    readonly body: { readonly Consumer: string; readonly TopicPartitionsInfo?: Info };
    readonly answer: { readonly TopicPartitionsInfo?: Info };
  }[];
};

export function readRehearsal(text: string): Rehearsal {
  const [head, ...calls] = text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  return { head, calls } as Rehearsal;
}
