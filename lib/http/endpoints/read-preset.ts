import { allowsAlias, allowsHeartbeat } from "../../config/access.ts";
import type { Config } from "../../config/config.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { KeyRule } from "../key-rule.ts";
import type { Exchange } from "../endpoint.ts";
import type { Alias } from "../../config/relay-file.ts";
import { requireSettings } from "./send-heartbeat.ts";

export type AliasPath = { readonly key: KeyRule; readonly alias: string };

/**
 * The preset of an alias, if the key may use it. The record gets it first, so that the log of a refusal names the
 * key and the alias.
 *
 * @throws RelayError `not-found` for an unknown alias; what the key rule says for one out of scope
 */
export function readPreset(
  config: Config,
  { key, record }: Exchange,
  { key: rule, alias }: AliasPath,
): Alias {
  const preset = requireSettings(config).aliases.get(alias);
  if (preset === undefined) throw new RelayError("not-found");
  record.alias = alias;
  record.heartbeat = preset.heartbeat;
  if (!allowsAlias(key, alias) || !allowsHeartbeat(key, preset.heartbeat)) throw rule.outOfScope();
  return preset;
}
