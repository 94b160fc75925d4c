import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "@jest/globals";
import { inCode, root } from "../../support/markdown.ts";
import { type Tool, tools } from "../../support/tools/tools.ts";
import { readChoices } from "./page.ts";
import { type Recipe, recipes } from "./recipes.ts";

const choices = readChoices();
const toldTo = (beginning: string) =>
  choices.filter(({ run }) => run.startsWith(beginning)).map(({ heading }) => heading);

test("the page offers each client that the tests know, and no other", () => {
  const offered = choices.map(({ heading }) => heading);
  expect(offered.toSorted()).toEqual(Object.keys(recipes).toSorted());
});

/** CI has every tool that is a package of Debian's. */
function whereItRuns({ run, tools: needed }: Recipe): "always" | "in CI" | "where" | "never" {
  if (run === undefined) return "never";
  if (needed.length === 0) return "always";
  const inDebian = needed.every((name) => {
    const { apt }: Tool = tools[name];
    return apt !== undefined;
  });
  return inDebian ? "in CI" : "where";
}

test.each(Object.entries(recipes))("the page says where the tests run %s", (name, recipe) => {
  const where = whereItRuns(recipe);
  expect(toldTo(where)).toContain(name);
  if (where !== "where") return;
  const said = choices.find(({ heading }) => heading === name)?.run ?? "";
  expect(recipe.tools).toEqual(expect.arrayContaining(inCode(said)));
});

test("every file of examples/clients is offered", () => {
  const files = choices.filter(({ target }) => !target.startsWith("#"));
  const names = files.map(({ target }) => basename(target));
  expect(names.toSorted()).toEqual(readdirSync(join(root, "examples/clients")).toSorted());
});
