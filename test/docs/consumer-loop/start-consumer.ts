import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { node, run, type Running } from "../../support/run-process.ts";
import { root } from "../../support/markdown.ts";
import type { ToolName } from "../../support/tools/tools.ts";
import type { Part, Stage } from "./stage.ts";
import { ownFolder } from "../../support/own-folder.ts";

export const kinds = ["sh", "ts"] as const;
export type Kind = (typeof kinds)[number];

/** What a machine needs to run one. */
export const toolsOf: Readonly<Record<Kind, readonly ToolName[]>> = { sh: ["sh", "curl"], ts: [] };

export type Consumer = Part & {
  readonly process: Running;
  /** Lets it beat once more, to the end of what it does then. */
  beat(): Promise<void>;
};

// What a shell has for a clock and a worker, in front of the machine's own.
const commands = {
  date: 'exec curl -s "$STAGE_URL/now"',
  sleep: 'exec curl -s -o /dev/null -d "$1" "$STAGE_URL/sleep/$CONSUMER"',
  worker: 'exec curl -sf -o /dev/null -d "$1" "$STAGE_URL/hold/$CONSUMER"',
};
const bin = ownFolder();
for (const [name, line] of Object.entries(commands)) {
  await writeFile(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

export type ConsumerOptions = {
  readonly beatUrl: string;
  readonly key: string;
  readonly topicId: string;
  /** The loop's file, where it is not the example's. */
  readonly loop?: string;
  /** More of the environment. */
  readonly env?: Record<string, string>;
};

/** Starts a reference loop as a process of its own and waits until it has beaten once. */
export async function startConsumer(
  kind: Kind,
  stage: Stage,
  consumer: string,
  { beatUrl, key, topicId, loop = exampleOf(kind), env = {} }: ConsumerOptions,
): Promise<Consumer> {
  const part = stage.part(consumer);
  const given = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    STAGE_URL: stage.url,
    CONSUMER: consumer,
    BEAT_URL: beatUrl,
    BEAT_KEY: key,
    TOPICS: JSON.stringify({ [topicId]: [] }),
    WORKER: "worker",
    LOOP: loop,
    // curl waits on the machine's clock.
    RETRIES: "0",
    ...env,
  };
  const child =
    kind === "sh"
      ? run("sh", [loop], given)
      : run(node, [join(root, "test/docs/consumer-loop/ts-consumer.ts")], given);
  const asleep = () => Promise.race([part.asleep(), died(child)]);
  await asleep();
  return Object.assign(part, {
    process: child,
    async beat() {
      part.wake();
      await asleep();
    },
  });
}

/** The file of a reference loop. */
export function exampleOf(kind: Kind): string {
  return join(root, `examples/consumer-loop.${kind}`);
}

async function died(child: Running): Promise<never> {
  const code = await child.ended;
  throw new Error(`the loop ended with ${code}: ${child.stderr()}`);
}
