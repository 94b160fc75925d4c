import { useLayoutEffect, useRef } from "preact/hooks";
import type { Consumer } from "./snapshot.ts";

const runsDown = [{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }];
const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

/** The lease as a bar that runs down by itself, and is set right by the relay's clock with each answer. */
export function LeaseBar({ consumer, nowMs }: { consumer: Consumer; nowMs: number }) {
  const { renewedAt, leaseSeconds } = consumer;
  const bar = useRef<HTMLSpanElement>(null);
  const animation = useRef<Animation>(undefined);
  const isRenewed = renewedAt !== undefined;
  useLayoutEffect(() => {
    const timing = { duration: leaseSeconds * 1000, fill: "both" } as const;
    const made = bar.current?.animate(runsDown, timing);
    if (prefersStill.matches) made?.pause();
    animation.current = made;
    return () => made?.cancel();
  }, [isRenewed, leaseSeconds]);
  useLayoutEffect(() => {
    if (animation.current && isRenewed) animation.current.currentTime = nowMs - renewedAt;
  }, [isRenewed, leaseSeconds, nowMs]);
  return (
    <span class="lease" aria-hidden="true">
      {isRenewed && <span ref={bar} />}
    </span>
  );
}
