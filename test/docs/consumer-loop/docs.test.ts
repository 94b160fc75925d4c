import { expect, test } from "@jest/globals";
import { fences, read } from "../../support/markdown.ts";
import { kinds } from "./start-consumer.ts";

test.each(kinds)(
  "docs/consumer-loop.md has the loop in %s as it is run, in 48 lines at most",
  (kind) => {
    const loop = read(`examples/consumer-loop.${kind}`);
    const shown = fences(read("docs/consumer-loop.md")).filter(({ language }) => language === kind);
    expect(shown.map(({ code }) => code)).toEqual([loop]);
    expect(loop.trimEnd().split("\n").length).toBeLessThanOrEqual(48);
  },
);
