import crypto from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createServices, type Overrides } from "../lib/app/create-services.ts";
import { createWatching } from "../lib/app/create-watching.ts";
import { createMetricsTeller } from "../lib/app/metrics-teller.ts";
import type { Services } from "../lib/app/services.ts";
import { createAddressTest } from "../lib/config/addresses.ts";
import { type Config, configPath, readConfig } from "../lib/config/config.ts";
import type { Environment } from "../lib/config/env-reader.ts";
import { credentialsPath } from "../lib/config/read-credentials.ts";
import { isLoopback } from "../lib/config/env-values.ts";
import { createHttpHandler } from "../lib/http/http-handler.ts";
import { createScheduleHandler } from "../lib/schedule/schedule-handler.ts";
import { codeOf } from "./error-code.ts";
import { closeFront, createFront, type Pages } from "./front.ts";
import { createGate } from "./gate.ts";
import { listenOn, urlOf } from "./listen.ts";
import { createQueuedLines } from "./queued-lines.ts";
import { lookEveryMs, startLooks } from "./looks.ts";
import { isDaemon, markFiles, startReload } from "./reload.ts";
import { listenForMetrics } from "./metrics-port.ts";
import { writeMetrics } from "./metrics-text.ts";
import { startStateFile } from "./state-file.ts";
import { countAndSay } from "./count-and-say.ts";
import { startTick } from "./tick.ts";
import { faultList } from "./welcome.ts";

export type HostOptions = Pick<
  Overrides,
  "moreKeys" | "moreLeasesMs" | "readOpenApi" | "readBoard"
> & {
  readonly env: Environment;
  /** Whether a stand-in takes the place of CLS. */
  readonly isEmbedded?: boolean;
  readonly createPages?: (basePath: string) => Pages | undefined;
  /** What starts this process, for a person who has to choose another port. */
  readonly command: string;
  readonly onListening: (host: Host) => void;
};

/** What is known once it listens. */
export type Host = {
  readonly url: string;
  readonly hasPages: boolean;
  readonly services: Services;
  readonly print: (text: string) => void;
};

/** After a beat's deadline, at the end: for answers on their way, for the state file and for the last log lines. */
const answerMs = 600;
const lastStateMs = 200;
const lastLinesMs = 200;

/** Serves the relay until a signal ends this process, which ends at once where it cannot start. */
export async function startHost(options: HostOptions): Promise<void> {
  const { env, isEmbedded = false, command, onListening, ...more } = options;
  // From the start: the first process of a container does not end by a signal that it does not handle.
  let end: (signal: string) => void = () => process.exit(0);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // Once: a second signal ends the process as it would have without us.
    process.once(signal, () => {
      end(signal);
    });
  }
  // Before it can read again, and when it ends, SIGHUP must not end it by itself: what is under way would be lost.
  if (isDaemon()) process.on("SIGHUP", () => undefined);
  const files = markFiles(
    [configPath(env), credentialsPath(env)].filter((path) => path !== undefined),
  );
  const { server, deadlineMs, basePath, ledgerTable } = readConfig(env);
  const everyMs = ledgerTable ? lookEveryMs.inTable : lookEveryMs.inMemory;
  const lines = createQueuedLines();
  const services = createServices({
    ...more,
    env,
    write: lines.write,
    metricsTeller: createMetricsTeller(writeMetrics),
    watching: { create: createWatching, periodMs: everyMs },
    // So that nobody else on the network can call; RELAY_HOST=0.0.0.0 opens it to all.
    listensOnLoopback: server.host === undefined || isLoopback(server.host),
    ...(isEmbedded && { logFields: { upstream: "embedded" } }),
  });
  const faults = [...services.config.faults, ...faultsOfNode(services.config)];
  if (faults.length > 0) exit(faultList(faults));

  const { stateFile } = server;
  const endState =
    stateFile !== undefined && services.memory
      ? await startStateFile(stateFile, { memory: services.memory, log: services.log }).catch(
          (error: unknown) => exit(error instanceof Error ? error.message : String(error)),
        )
      : () => Promise.resolve();

  let current: Services = services;
  let handler = createHttpHandler(services);
  const pages = more.createPages?.(basePath);
  const frontOptions = {
    pages,
    basePath,
    gate: createGate(server.maxRequests, services.log),
    onUnread: countAndSay((counts) => {
      services.log.warn("requests not read: their connections were closed", counts);
    }),
    limits: { maxConnections: 10 * server.maxRequests },
    timeoutMs: Math.max(10_000, deadlineMs + answerMs),
    isTrustedProxy: createAddressTest(server.trustedProxies),
    headers: isEmbedded ? { "X-Heartbeat-Upstream": "embedded" } : {},
  };
  const giveUp = (port: number | undefined, instead: string) => async (error: unknown) => {
    // Its lock would keep the next process waiting.
    await endState();
    return exit(whyUnheard(error, port, instead));
  };
  const fronts = await listenOn(server, () =>
    createFront((event, context) => handler(event, context), frontOptions),
  ).catch(giveUp(server.port, `PORT=${server.port + 1} ${command}`));
  const metricsFronts = await listenForMetrics(
    server.metrics,
    () => current,
    frontOptions.headers,
  ).catch(giveUp(server.metrics?.port, "RELAY_METRICS_PORT"));
  const stopReload = startReload({
    files,
    services,
    use(next) {
      current = next;
      handler = createHttpHandler(next);
    },
  });
  const stopLooks = startLooks(() => current, everyMs);
  let stopTick = () => {};
  end = (signal) => void drain(signal);
  onListening({
    url: urlOf(fronts[0]),
    hasPages: pages !== undefined,
    services,
    print: (text) => {
      lines.write("stdout", text);
    },
  });
  const [metricsFront] = metricsFronts;
  if (metricsFront)
    services.log.info("metrics without a key", { url: `${urlOf(metricsFront)}/metrics` });
  if (server.hasSchedule) {
    // What consumers hold, and which beats are due, is remembered across a reload.
    const live = {
      ...services,
      // This process looks more often than the schedule does.
      watch: undefined,
      get config() {
        return current.config;
      },
      get relay() {
        return current.relay;
      },
    };
    stopTick = startTick(createScheduleHandler(live), services);
  }

  /** What is under way is answered; then nothing is left that anybody waits for. */
  async function drain(signal: string): Promise<void> {
    services.log.info("relay ends: takes nothing new", { signal });
    stopTick();
    stopLooks();
    stopReload();
    await Promise.all(
      [...fronts, ...metricsFronts].map((front) => closeFront(front, deadlineMs + answerMs)),
    );
    await Promise.race([endState(), setTimeout(lastStateMs)]);
    await lines.written(lastLinesMs);
    process.exit(0);
  }
}

/**
 * An older Node would answer that it serves, and fail at each heartbeat; or leave the proxy out without a word, and go to
 * CLS directly.
 */
function faultsOfNode({ upstream }: Config): Config["faults"] {
  const knowsHash = "hash" in crypto;
  const knowsProxies = process.allowedNodeEnvironmentFlags.has("--use-env-proxy");
  const { version } = process;
  return [
    ...(knowsHash ? [] : [{ path: "Node", message: `must be 20.12 or newer, and is ${version}` }]),
    ...(upstream?.proxy === undefined || knowsProxies
      ? []
      : [{ path: "RELAY_PROXY", message: "needs Node 22.21 or newer, or 24.5 or newer" }]),
  ];
}

function whyUnheard(error: unknown, port: number | undefined, instead: string): string {
  if (codeOf(error) === "EADDRINUSE")
    return `Port ${port} is in use; choose another one: ${instead}`;
  return `The relay cannot listen: ${error instanceof Error ? error.message : String(error)}`;
}

function exit(message: string): never {
  console.error(message);
  process.exit(1);
}
