import type { Arguments, Command, Options } from "../cli/parse-arguments.ts";
import type { Change } from "./change-keys.ts";
import { createKey } from "./create-key.ts";
import type { Entry } from "./edit-text.ts";

const options = {
  alias: { type: "list", help: "an alias that it may use, or the beginning of some and a final *" },
  group: { type: "list", help: "a consumer group that it may send for, likewise" },
  logset: { type: "list", help: "a logset" },
  consumer: { type: "list", help: "a consumer" },
  topic: { type: "list", help: "the id of a topic" },
  rate: { type: "text", default: "", help: "the most heartbeats a second" },
  "hook-only": { type: "flag", help: "it works on /v1/hooks and nowhere else" },
  read: { type: "flag", help: "it reads, such as /metrics, and sends no heartbeat" },
  expires: { type: "text", default: "", help: "its end, such as 2027-01-31T00:00:00Z" },
  finish: { type: "flag", help: "ends a rotation: the old key is refused from now on" },
  cancel: { type: "flag", help: "ends a rotation: the new key is refused, the old one stays" },
  json: { type: "flag", help: "what is told, as JSON" },
} as const satisfies Options;

export const command = {
  name: "npm run key",
  about: `Keeps the keys of callers in relay.config.json, or the file that RELAY_CONFIG names. A new key is shown once; the
file has its SHA-256.`,
  options,
  operands: {
    name: "verb] [name",
    help: "make, add, rotate, revoke or list; whose key it is, for the log",
    most: 2,
  },
  notes: `make [name]     a key and its entry, for a file that is elsewhere; nothing is written
add <name>      a new key, with the limits of --alias to --expires
rotate <name>   a new key beside the old one, both accepted until --finish or --cancel; takes --expires
revoke <name>   the key is refused from now on
list            every key, without digests

Exit codes: 0 done, 1 not done, 64 wrong arguments.`,
} as const satisfies Command<typeof options>;

type Given = Pick<Arguments<typeof options>, "options" | "operands">;
type Option = keyof typeof options;

/** What is asked for; a text says what is wrong. */
export type Request =
  | Change
  | { readonly verb: "make"; readonly name: string }
  | { readonly verb: "list" };

const limits = [
  "alias",
  "group",
  "logset",
  "consumer",
  "topic",
  "rate",
  "hook-only",
  "read",
] as const;

/** What each verb takes. */
const taken: Readonly<Record<string, readonly Option[]>> = {
  make: ["json"],
  add: [...limits, "expires", "json"],
  rotate: ["expires", "finish", "cancel", "json"],
  revoke: ["json"],
  list: ["json"],
};

/** Reads what is asked for; a text says what is wrong with it. */
export function readRequest({ options: given, operands }: Given): Request | string {
  const [verb = "make", name = verb === "make" ? "my-service" : undefined] = operands;
  const mayHave = taken[verb];
  if (mayHave === undefined) {
    return `There is no ${verb}; choose from ${Object.keys(taken).join(", ")}. A key alone: make ${verb}`;
  }
  const wrong = namesOf(given).filter((option) => !mayHave.includes(option));
  if (wrong.length > 0)
    return `${verb} does not take ${wrong.map((option) => `--${option}`).join(", ")}.`;
  if (verb === "list") return name === undefined ? { verb } : "list takes no name.";
  if (name === undefined) return `Whose key? ${verb} <name>`;
  if (verb === "make") return { verb, name };
  if (verb === "add") return { verb, name, made: createKey(), rest: entryOf(given) };
  if (verb === "revoke") return { verb, name };
  const { finish, cancel, expires } = given;
  if ([finish, cancel, expires !== ""].filter(Boolean).length > 1) {
    return "--finish, --cancel and --expires exclude each other.";
  }
  if (finish || cancel) return { verb: finish ? "finish" : "cancel", name };
  return { verb: "rotate", name, made: createKey(), expiresAt: expires || undefined };
}

function namesOf(given: Given["options"]): Option[] {
  const names = Object.keys(options) as Option[];
  return names.filter((name) => {
    const value = given[name];
    return Array.isArray(value) ? value.length > 0 : value !== false && value !== "";
  });
}

/** In the order of docs/configuration.md; what is invalid is told by the relay's own reader. */
function entryOf(given: Given["options"]): Entry {
  const { alias, group, logset, consumer, topic, rate, expires } = given;
  const lists = {
    aliases: alias,
    consumerGroups: group,
    logsetIds: logset,
    consumers: consumer,
    topics: topic,
  };
  return {
    ...(expires !== "" && { expiresAt: expires }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(rate !== "" && { ratePerSecond: /^\d+$/.test(rate) ? Number(rate) : rate }),
    ...(given["hook-only"] && { hookOnly: true }),
    ...(given.read && { read: true }),
  };
}
