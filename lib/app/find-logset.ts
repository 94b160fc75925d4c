import type { RelaySettings } from "../config/relay-file.ts";
import type { AskedLogset } from "../relay/check-readiness.ts";
import { nobodysLogset } from "../tencent/about-logset.ts";

/** The logset that readiness is asked about: the first alias's, else the default one, else one that nobody has. */
export function findLogset(
  settings: Pick<RelaySettings, "aliases" | "defaults"> | undefined,
): AskedLogset {
  const [first] = settings?.aliases.values() ?? [];
  if (first) return { asked: "alias", logsetId: first.heartbeat.logsetId };
  const logsetId = settings?.defaults.logsetId;
  return logsetId === undefined
    ? { asked: "nobody", logsetId: nobodysLogset }
    : { asked: "default", logsetId };
}
