import { useLayoutEffect, useRef } from "preact/hooks";
import type { Consumer } from "./snapshot.ts";

const runsDown = [{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }];

/** The lease as a bar that runs down by itself, and is set right by the relay's clock with each answer. */
export function LeaseBar({ consumer, nowMs }: { consumer: Consumer; nowMs: number }) {
  const { renewedAt, leaseSeconds } = consumer;
  const bar = useRef<HTMLSpanElement>(null);
  const animation = useRef<Animation>(undefined);
  useLayoutEffect(() => {
    if (!bar.current || renewedAt === undefined) return;
    const duration = leaseSeconds * 1000;
    animation.current ??= bar.current.animate(runsDown, { fill: "both" });
    animation.current.effect?.updateTiming({ duration });
    animation.current.currentTime = nowMs - renewedAt;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) animation.current.pause();
    else animation.current.play();
  }, [renewedAt, leaseSeconds, nowMs]);
  return (
    <span class="lease" aria-hidden="true">
      {renewedAt !== undefined && <span ref={bar} />}
    </span>
  );
}
