import type { Command } from "../../dev/cli/parse-arguments.ts";

/** With fewer rounds the page is left as it is. */
export const fullRounds = 15;

export const options = {
  rounds: {
    type: "whole-number",
    help: "fresh processes for each file whose load is measured",
    default: fullRounds,
    least: 1,
    most: 60,
  },
  json: { type: "flag", help: "print the result as JSON; what is under way goes to stderr" },
  variants: { type: "flag", help: "measure the load of other ways to bundle instead" },
} as const;

export const command: Command<typeof options> = {
  name: "npm run bench",
  about: "Measures load, beats and bytes of the relay, and writes docs/benchmarks.md.",
  options,
  notes: `It takes about five minutes; with fewer than ${fullRounds} rounds the page is left as it is.`,
};
