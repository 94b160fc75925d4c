import type { Transition } from "../../lib/alive/transition.ts";

const atMs = Date.UTC(2026, 10, 28, 3, 14);

/** A transition as the watch finds it, with what matters to a test in its place. */
export function transitionOf(more: Partial<Transition> = {}): Transition {
  return {
    id: "expired:orders-2:1",
    kind: "expired",
    isOver: false,
    subject: { consumerGroup: "orders", logsetId: "l-1", consumer: "orders-2", alias: "orders-2" },
    atMs,
    sinceMs: atMs,
    detail: "The lease of orders-2 in orders has ended; see whether the consumer runs.",
    ...more,
  };
}

/** The end of it, five minutes later. */
export function endOf(transition: Transition): Transition {
  const detail = "orders-2 in orders beats again.";
  return {
    ...transition,
    ...{ id: `${transition.id}:over`, isOver: true, atMs: transition.atMs + 300_000, detail },
  };
}

/** So many, which differ by their ids. */
export function manyTransitions(count: number): readonly Transition[] {
  return Array.from({ length: count }, (_, index) => transitionOf({ id: `id-${index}` }));
}
