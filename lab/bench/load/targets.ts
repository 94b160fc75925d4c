import { join } from "node:path";
import { plainEvent, relayEvent } from "../support/beat.ts";

export type TargetName = "bundle" | "clsImport" | "rootImport" | "builtIns" | "empty";

export type Target = {
  readonly name: TargetName;
  readonly title: string;
  readonly file: string;
  /** The event of a first beat; absent where there is none to answer. */
  readonly event?: object;
  /** Whether not even a warning of Node's may stand on stderr. */
  readonly silent: boolean;
};

const folder = join(import.meta.dirname, "targets");

/** What is loaded in every round, in the order of the even ones. */
export function createTargets(bundle: string, key: string): readonly Target[] {
  const plain = { event: plainEvent, silent: false };
  return [
    {
      name: "bundle",
      title: "deployed bundle",
      file: bundle,
      event: relayEvent(key),
      silent: true,
    },
    {
      name: "clsImport",
      title: "handler on the SDK's CLS import",
      file: join(folder, "cls-import.cjs"),
      ...plain,
    },
    {
      name: "rootImport",
      title: "handler on the SDK's root import",
      file: join(folder, "root-import.cjs"),
      ...plain,
    },
    {
      name: "builtIns",
      title: "the SDK's built-in modules alone",
      file: join(folder, "built-ins.cjs"),
      silent: false,
    },
    { name: "empty", title: "empty handler", file: join(folder, "empty.cjs"), silent: true },
  ];
}
