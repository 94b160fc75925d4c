import type { Clock } from "../../../lib/base/clock.ts";
import type { Config } from "../../../lib/config/config.ts";
import { isAboutLogset, nobodysLogset } from "../../../lib/tencent/about-logset.ts";
import type { ClsApi } from "../../../lib/tencent/cls-api.ts";
import { codes } from "../codes.ts";
import type { Check } from "../codes/row.ts";
import { type Examined, examined, type Found, notExamined, type Part } from "../finding.ts";
import { examineGroups } from "./groups.ts";
import { CallFailed, type ClsReader, createClsReader, OutOfTime } from "./reader.ts";
import { toFound } from "./refusals.ts";
import { examineTopics } from "./topics.ts";
import { type WantedLogset, wantedOf } from "./wanted.ts";

export type ClsOptions = {
  readonly api: ClsApi;
  readonly config: Config;
  readonly clock: Clock;
  readonly progress: (check: Check) => void;
};

const access: readonly Check[] = ["region", "credentials", "permission"];

/** Who asks, and what there is, by calls that read and join nothing. */
export async function examineCls({ api, config, clock, progress }: ClsOptions): Promise<Part> {
  const reader = createClsReader({ api, clock, callMs: 2500, wholeMs: 5000 });
  const wanted = config.settings ? wantedOf(config.settings) : [];
  progress("credentials");
  const refusal = await findRefusal(reader, wanted[0]?.logsetId ?? nobodysLogset);
  if (refusal) return { found: [refusal], examined: afterRefusal(refusal) };
  const granted = access.map((check) => examined(check, grant(check, config)));
  if (wanted.length === 0) {
    const none = (check: Check) => notExamined(check, "the file names none");
    return { found: [], examined: [...granted, ...resources.map(none)] };
  }
  progress("logsets");
  const logsets = await attempt("logsets", () => examineLogsets(reader, wanted));
  const there = wanted.filter(
    ({ subject }) => !logsets.found.some((one) => one.subject === subject),
  );
  if (there.length === 0) {
    const rests = (check: Check) => notExamined(check, "rests on logset-missing");
    const later = ["topics" as const, "groups" as const].map(rests);
    return { found: logsets.found, examined: [...granted, ...logsets.examined, ...later] };
  }
  progress("topics");
  const topics = await attempt("topics", () => examineTopics(reader, there));
  progress("groups");
  const groups = await attempt("groups", () => examineGroups(reader, there, config));
  return {
    found: [...logsets.found, ...topics.found, ...groups.found],
    examined: [...granted, ...logsets.examined, ...topics.examined, ...groups.examined],
  };
}

const resources: readonly Check[] = ["logsets", "topics", "groups"];

/** Why CLS refuses the relay's credentials; "no such logset" means that it accepts them. */
async function findRefusal(reader: ClsReader, logsetId: string): Promise<Found | undefined> {
  try {
    await reader.groups(logsetId);
    return undefined;
  } catch (error) {
    const refusal = foundIn(error);
    const { failure } = error instanceof CallFailed ? error : {};
    const asked = failure?.kind === "rejected" && isAboutLogset(failure.upstream.code);
    return asked ? undefined : refusal;
  }
}

/**
 * What a failed call says of the configuration.
 *
 * @throws whatever is no failed call: that is a fault of the doctor's own
 */
function foundIn(error: unknown): Found {
  if (error instanceof CallFailed) return toFound(error);
  throw error;
}

/** The gateway looks at region, signature and permission in this order: what comes before the refusal is good. */
function afterRefusal({ code }: Found): Examined[] {
  const at = access.indexOf(codes[code].check);
  const rests = (check: Check) => notExamined(check, `rests on ${code}`);
  return [
    ...access.map((check, index) => {
      if (index === at) return examined(check, code);
      return index < at ? examined(check, "accepted") : rests(check);
    }),
    ...resources.map(rests),
  ];
}

function grant(check: Check, { upstream }: Config): string {
  if (check === "region") return upstream?.region ?? "";
  if (check === "permission") return "may describe groups; heartbeats are not checked";
  const { secretId = "" } = upstream?.credentials ?? {};
  return secretId === "" ? "accepted" : `SecretId ${secretId.slice(0, 4)}..., accepted`;
}

/** A part that a failed call cuts short: the failure is a finding of its own, unless the doctor's time was over. */
async function attempt(check: Check, run: () => Promise<Part>): Promise<Part> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OutOfTime)
      return { found: [], examined: [notExamined(check, "out of time")] };
    const found = foundIn(error);
    return { found: [found], examined: [notExamined(check, `${found.subject}: ${found.code}`)] };
  }
}

async function examineLogsets(reader: ClsReader, wanted: readonly WantedLogset[]): Promise<Part> {
  const there = await reader.logsets(wanted.map(({ logsetId }) => logsetId));
  const found = wanted
    .filter(({ logsetId }) => !there.has(logsetId))
    .map(
      ({ logsetId, subject }): Found => ({
        code: "logset-missing",
        subject,
        detail: `It is ${logsetId}.`,
      }),
    );
  return { found, examined: [examined("logsets", `${there.size} of ${wanted.length} exist`)] };
}
