import type { RelaySettings } from "../../../lib/config/relay-file.ts";
import type { Found } from "../finding.ts";

type Kind = "group" | "logset" | "consumer" | "topic";
type Named = { readonly kind: Kind; readonly name: string; readonly subject: string };

/** Narrower than that of the environment: a group may well be called my-service. */
const placeholder =
  /^(?:<.*>|\[.*\]|\$\{.*|\{\{.*|your[-_ ].*|x{3,}|\*+|\.{3,}|change[-_ ]?me|replace[-_ ]?me|placeholder|to-?do)$/i;
const wrapped = /^["'`]|["'`]$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the names in a file look like, each name once. */
export function findNameDoubts(settings: RelaySettings): Found[] {
  return namesOf(settings).flatMap(({ kind, name, subject }): Found[] => {
    if (placeholder.test(name)) return [{ code: "file-placeholder", subject }];
    if (wrapped.test(name)) return [{ code: "name-blanks", subject }];
    const isId = kind === "logset" || kind === "topic";
    return isId && !uuid.test(name)
      ? [{ code: "id-shape", subject, detail: `It is ${name}.` }]
      : [];
  });
}

function namesOf({ aliases, defaults }: RelaySettings): Named[] {
  const named = new Map<string, Named>();
  const add = (kind: Kind, name: string | undefined, subject: string) => {
    const id = JSON.stringify([kind, name]);
    if (name !== undefined && !named.has(id)) named.set(id, { kind, name, subject });
  };
  add("group", defaults.consumerGroup, "defaults.consumerGroup");
  add("logset", defaults.logsetId, "defaults.logsetId");
  for (const [alias, { heartbeat }] of aliases) {
    add("group", heartbeat.consumerGroup, `aliases.${alias}.consumerGroup`);
    add("logset", heartbeat.logsetId, `aliases.${alias}.logsetId`);
    add("consumer", heartbeat.consumer, `aliases.${alias}.consumer`);
    for (const topicId of heartbeat.topics.keys()) {
      add("topic", topicId, `aliases.${alias}.topics`);
    }
  }
  return [...named.values()];
}
