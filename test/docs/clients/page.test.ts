import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "@jest/globals";
import { inCode, root } from "../../support/markdown.ts";
import { runEverywhere, runInCi } from "./must-run.ts";
import { readChoices } from "./page.ts";
import { recipes } from "./recipes.ts";

const choices = readChoices();
const toldTo = (beginning: string) =>
  choices.filter(({ run }) => run.startsWith(beginning)).map(({ heading }) => heading);

test("the page offers each client that the tests know, and no other", () => {
  const offered = choices.map(({ heading }) => heading);
  expect(offered.toSorted()).toEqual(Object.keys(recipes).toSorted());
});

test("the page says which ones are always run, which ones in CI, and which ones never", () => {
  expect(toldTo("always").toSorted()).toEqual(runEverywhere.toSorted());
  expect(toldTo("in CI").toSorted()).toEqual(runInCi.toSorted());
  const neverRun = Object.entries(recipes).filter(([, { run }]) => !run);
  expect(toldTo("never")).toEqual(neverRun.map(([heading]) => heading));
});

test("for the others the page names a tool that they need", () => {
  for (const { heading, run } of choices.filter((choice) => choice.run.startsWith("where"))) {
    expect([heading, recipes[heading]?.tools]).toEqual([
      heading,
      expect.arrayContaining(inCode(run)),
    ]);
  }
});

test("every file of examples/clients is offered", () => {
  const files = choices.filter(({ target }) => !target.startsWith("#"));
  const names = files.map(({ target }) => basename(target));
  expect(names.toSorted()).toEqual(readdirSync(join(root, "examples/clients")).toSorted());
});
