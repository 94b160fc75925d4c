import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { topicId } from "../../support/start-relay.ts";
import { needs } from "../../support/tools/needs.ts";
import { type Consumer, exampleOf, type Kind, kinds, toolsOf } from "./start-consumer.ts";
import { startGroup } from "./start-group.ts";
import { ownFolder } from "../../support/own-folder.ts";

const dir = ownFolder();

/** What each loop reports, and what it would report by two common mistakes. */
const reports: Record<Kind, { right: string; tooLittle: string; tooLong: string }> = {
  sh: {
    right: 'if "$WORKER" "$held"; then report=$held; else report=$known; fi',
    tooLittle: '"$WORKER" "$held"; report=$held',
    tooLong: '"$WORKER" "$held"; report=$known',
  },
  ts: {
    right: "list.filter((p) => held[id]?.includes(p) || us.isBusy(id, p))",
    tooLittle: "list.filter((p) => held[id]?.includes(p))",
    tooLong: "list",
  },
};

function breakLoop(kind: Kind, how: "right" | "tooLittle" | "tooLong"): string {
  const { right, [how]: wrong } = reports[kind];
  const loop = readFileSync(exampleOf(kind), "utf8");
  expect(loop).toContain(right);
  const path = join(dir, `${how}.${kind}`);
  writeFileSync(path, loop.replace(right, wrong));
  return path;
}

/** The partitions that a consumer's worker was last told to work on. */
function holding({ holds }: Consumer): number[] {
  const [last = "{}"] = holds.slice(-1);
  return (JSON.parse(last) as Record<string, number[]>)[topicId] ?? [];
}

/** Two consumers; the first is told to let go of two partitions, and takes its time. What does the second get? */
async function handOver(kind: Kind, how: "right" | "tooLittle" | "tooLong") {
  const group = await startGroup("two-step");
  const first = await group.join(kind, "orders-1", breakLoop(kind, how));
  const second = await group.join(kind, "orders-2");
  const beatBoth = async (times: number) => {
    for (let beats = 0; beats < times; beats += 1) {
      group.pass(15);
      await first.beat();
      await second.beat();
    }
    return holding(second);
  };
  first.busy = true;
  const whileBusy = await beatBoth(3);
  first.busy = false;
  const afterwards = await beatBoth(3);
  return { whileBusy, afterwards };
}

for (const kind of kinds) {
  needs(toolsOf[kind], `a loop in ${kind}`, () => {
    test("that reports what it works on hands over once it has let go", async () => {
      expect(await handOver(kind, "right")).toEqual({ whileBusy: [], afterwards: [3, 4] });
    });

    test("that reports too little has its partitions read by two at once", async () => {
      expect(await handOver(kind, "tooLittle")).toEqual({ whileBusy: [3, 4], afterwards: [3, 4] });
    });

    test("that reports too long leaves the other one with nothing", async () => {
      expect(await handOver(kind, "tooLong")).toEqual({ whileBusy: [], afterwards: [] });
    });
  });
}
