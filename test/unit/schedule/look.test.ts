import { expect, test } from "@jest/globals";
import { longestLookMs } from "../../../lib/alive/watch/watch.ts";
import { lookIfPossible } from "../../../lib/schedule/look.ts";
import { createCapturedLog } from "../../support/captured-log.ts";

const setUp = (look: () => Promise<undefined>) => {
  const { log, lines } = createCapturedLog();
  let looks = 0;
  const watch = {
    look: () => {
      looks += 1;
      return look();
    },
  };
  return { log, lines, watch, looks: () => looks };
};

test("a look that fails costs a line", async () => {
  const { log, lines, watch } = setUp(() => Promise.reject(new Error("the table is down")));
  await lookIfPossible({ log, watch });
  expect(lines).toMatchObject([{ level: "WARN", thrown: { name: "Error" } }]);
});

test("there is none without enough time, nor without a configuration", async () => {
  const { log, watch, looks } = setUp(() => Promise.resolve(undefined));
  await lookIfPossible({ log, watch: undefined });
  await lookIfPossible({ log, watch }, longestLookMs - 1);
  expect(looks()).toBe(0);
  await lookIfPossible({ log, watch }, longestLookMs);
  expect(looks()).toBe(1);
});
