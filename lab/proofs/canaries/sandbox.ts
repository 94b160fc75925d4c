import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../../dev/emulator/server.ts";
import { createServices } from "../../../lib/app/create-services.ts";
import { createHttpHandler, type HttpHandler } from "../../../lib/http/http-handler.ts";
import {
  createScheduleHandler,
  type ScheduleHandler,
} from "../../../lib/schedule/schedule-handler.ts";
import { documented } from "../../../test/support/openapi/validate-exchange.ts";
import type { Canaries } from "../support/canaries.ts";
import { hurriedClock } from "../../../test/support/hurried-clock.ts";
import { type Breakage, breakable, throwAs } from "./breakages.ts";
import { type PlannedProxy, startProxy } from "./proxy.ts";
import { type PlannedSettings, deadlineMs, toEnvironment, toFile } from "./settings.ts";
import { type PlannedTable, startTable } from "./table.ts";
import { answerAs, type PlannedUpstream } from "./upstreams.ts";

/** What is to happen to the next request. */
export type Conditions = {
  readonly upstream: PlannedUpstream;
  readonly table: PlannedTable;
  readonly proxy: PlannedProxy;
  readonly breakage: Breakage | undefined;
};

/** A relay as one sandbox of Lambda runs it, with its real logger and metrics, and CLS behind it. */
export type Sandbox = {
  readonly http: HttpHandler;
  readonly schedule: ScheduleHandler;
  /** Says what the next request meets. */
  meet(conditions: Conditions): void;
  /** Throws where this part is broken. */
  broken(part: Breakage["part"]): void;
  /** What was sent to each place since this was last asked. */
  takeSent(): Outgoing;
  close(): Promise<void>;
};

/** Where the relay sends something to. */
export type Outgoing = Readonly<Record<"upstream" | "table" | "proxy", readonly Sent[]>>;

export type Sent = { readonly headers: IncomingHttpHeaders; readonly body: string };

export async function startSandbox(
  settings: PlannedSettings,
  canaries: Canaries,
): Promise<Sandbox> {
  let conditions: Conditions = {
    upstream: { does: "honest" },
    table: "count",
    proxy: "refuse",
    breakage: undefined,
  };
  const sent: Record<keyof Outgoing, Sent[]> = { upstream: [], table: [], proxy: [] };
  const { secretId, secretKey, token } = canaries;
  // CLS cannot quote a token that it was never sent.
  const quoted = settings.withToken ? canaries : { ...canaries, token: "" };
  const emulator = await startEmulator({
    credentials: [{ secretId, secretKey, ...(settings.withToken && { token }) }],
    ratePerSecond: 0,
    createsGroups: true,
    intercept(request, response, body) {
      sent.upstream.push({ headers: request.headers, body: body.toString() });
      return answerAs(conditions.upstream, quoted, request, response);
    },
  });
  const table = await startTable(
    () => conditions.table,
    (one) => sent.table.push(one),
  );
  const proxy = await startProxy(
    () => conditions.proxy,
    (one) => sent.proxy.push(one),
  );
  const dir = await mkdtemp(join(tmpdir(), "relay-"));
  const configPath = join(dir, "relay.config.json");
  await writeFile(configPath, toFile(settings, canaries));
  const broken: Sandbox["broken"] = (part) => {
    if (conditions.breakage?.part === part) throwAs(conditions.breakage, canaries);
  };
  const parts = breakable(broken);
  const made = createServices({
    env: toEnvironment(settings, canaries, {
      url: emulator.url,
      tableUrl: table.url,
      proxyUrl: proxy.url,
      configPath,
    }),
    clock: parts.clock(hurriedClock(deadlineMs * 0.8)),
  });
  const services = { ...made, recorder: parts.recorder(made.recorder) };
  return {
    http: documented(createHttpHandler(services)),
    schedule: createScheduleHandler(services),
    meet(next) {
      conditions = next;
    },
    broken,
    takeSent: () => ({
      upstream: sent.upstream.splice(0),
      table: sent.table.splice(0),
      proxy: sent.proxy.splice(0),
    }),
    async close() {
      table.close();
      proxy.close();
      await emulator.close();
      await rm(dir, { recursive: true });
    },
  };
}
