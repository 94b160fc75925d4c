import type { Clock } from "../../lib/base/clock.ts";
import type { Config } from "../../lib/config/config.ts";
import type { Environment } from "../../lib/config/env-reader.ts";
import type { UpstreamConfig } from "../../lib/tencent/upstream.ts";
import type { ClsApi } from "../../lib/tencent/cls-api.ts";
import { codes } from "./codes.ts";
import { type Check, checks } from "./codes/row.ts";
import { examineCls } from "./cls/examine-cls.ts";
import { diagnose } from "./diagnose.ts";
import { examineEnvironment } from "./environment/examine-environment.ts";
import { examineBudget } from "./file/examine-budget.ts";
import { examineFile } from "./file/examine-file.ts";
import { examineKeys } from "./file/examine-keys.ts";
import { type Found, notExamined, type Part, type Report } from "./finding.ts";
import { maskReport } from "./mask-report.ts";
import { examineNetwork } from "./network/examine-network.ts";
import { examineConsumers } from "./relay/examine-consumers.ts";
import type { Probes } from "./network/probes.ts";

/** All of the world that the doctor touches. */
export type Ports = {
  readonly env: Environment;
  readonly readConfig: (env: Environment) => Config;
  /** The text of a file; undefined where it cannot be read. */
  readonly readText: (path: string) => string | undefined;
  readonly probes: Probes;
  readonly createApi: (upstream: UpstreamConfig) => ClsApi;
  readonly clock: Clock;
  /** Hears which check begins. */
  readonly progress?: (check: Check) => void;
};

/**
 * Examines a configuration, joining no group, in less than 15 s even if something hangs. Never throws for what is
 * wrong with the configuration or the world; no text of the report holds a secret.
 *
 * @see docs/doctor.md
 */
export async function examine(ports: Ports): Promise<Report> {
  const { env, clock, progress = () => undefined } = ports;
  const config = ports.readConfig(env);
  const nowEpochMs = clock.epochMs();
  const { readText } = ports;
  const local = join([
    examineEnvironment(config, env),
    examineFile({ config, env, readText, nowEpochMs }),
    examineKeys(config, env["TENCENTCLOUD_SECRET_KEY"]?.trim() ?? "", nowEpochMs),
    examineBudget(config, env, nowEpochMs),
  ]);
  // With credentials that are wrong by their looks CLS could only say no.
  const hopeless = local.found.find(
    (one) => isError(one) && codes[one.code].check === "environment",
  );
  const [remote, consumers] = await Promise.all([
    examineRemote(config, { ...ports, progress }, hopeless),
    examineConsumers(env, config.ratePerSecond),
  ]);
  return maskReport(diagnose(join([local, remote, consumers])), env);
}

const remoteChecks = checks.slice(checks.indexOf("DNS"), checks.indexOf("budget"));
const clsChecks = checks.slice(checks.indexOf("region"), checks.indexOf("budget"));

async function examineRemote(
  config: Config,
  { probes, createApi, clock, progress }: Ports & { readonly progress: (check: Check) => void },
  hopeless: Found | undefined,
): Promise<Part> {
  const { upstream } = config;
  if (upstream === undefined) {
    const reason = "nothing is sent on a configuration with faults";
    return { found: [], examined: remoteChecks.map((check) => notExamined(check, reason)) };
  }
  const network = await examineNetwork(upstream, { probes, clock, progress });
  const blocking = network.found.find(isError) ?? hopeless;
  if (blocking) {
    const rests = clsChecks.map((check) => notExamined(check, `rests on ${blocking.code}`));
    return { found: network.found, examined: [...network.examined, ...rests] };
  }
  const cls = await examineCls({ api: createApi(upstream), config, clock, progress });
  return join([network, cls]);
}

function isError({ code, severity }: Found): boolean {
  return (severity ?? codes[code].severity) === "error";
}

function join(parts: readonly Part[]): Part {
  return {
    found: parts.flatMap(({ found }) => found),
    examined: parts.flatMap(({ examined }) => examined),
  };
}
