import { createAliasEndpoint } from "./endpoints/alias.ts";
import { createBatchEndpoint } from "./endpoints/batch.ts";
import { createBoardEndpoint } from "./endpoints/board.ts";
import { createBodyEndpoint } from "./endpoints/body.ts";
import {
  createConsumerEndpoint,
  createConsumersEndpoint,
  createGroupEndpoint,
  createLiveEndpoint,
} from "./endpoints/consumers.ts";
import { createDropInEndpoint } from "./endpoints/drop-in.ts";
import { createMetricsEndpoint } from "./endpoints/metrics.ts";
import { createAliasLeaveEndpoint, createLeaveEndpoint } from "./endpoints/leave.ts";
import { createOpenApiEndpoint } from "./endpoints/openapi.ts";
import { problemPage } from "./endpoints/problem-page.ts";
import { createOverviewEndpoint } from "./endpoints/overview.ts";
import { createReadyEndpoint } from "./endpoints/ready.ts";
import type { Services } from "../app/services.ts";
import { version } from "../base/version.ts";
import type { Endpoint } from "./endpoint.ts";
import { json } from "./http-answer.ts";
import { headerKey, type KeyRule, pathKey } from "./key-rule.ts";
import type { Route } from "./router.ts";
import { parseRun } from "../heartbeat/ping-run.ts";

const health: Endpoint = {
  methods: ["GET", "HEAD"],
  beats: false,
  answer: () => Promise.resolve(json(200, { status: "ok", version })),
};

/** Every path and what answers there. */
export function createRoutes(services: Services): readonly Route[] {
  const ready = createReadyEndpoint(services);
  const openApi = createOpenApiEndpoint(services);
  const body = createBodyEndpoint(services);
  const batch = createBatchEndpoint(services);
  const dropIn = createDropInEndpoint(services);
  const toAlias = createAliasEndpoint(services);
  const toRun = (key: KeyRule, alias: string, text: string) => {
    const run = parseRun(text);
    return run && toAlias({ key, alias, run });
  };
  return [
    ["/", dropIn],
    ["/healthz", health],
    ["/livez", health],
    ["/readyz", ready],
    ["/openapi.json", openApi],
    ["/board", createBoardEndpoint(services)],
    ["/metrics", createMetricsEndpoint(services)],
    ["/problems/{code}", problemPage],
    ["/v1/heartbeats", body],
    ["/v1/heartbeats:batch", batch],
    ["/v1/heartbeats:leave", createLeaveEndpoint(services)],
    ["/v1/heartbeats/{alias}", (alias) => toAlias({ key: headerKey, alias })],
    ["/v1/heartbeats/{alias}/leave", createAliasLeaveEndpoint(services)],
    ["/v1/heartbeats/{alias}/{run}", (alias, run) => toRun(headerKey, alias, run)],
    ["/v1/hooks/{key}/{alias}", (key, alias) => toAlias({ key: pathKey(key), alias })],
    ["/v1/hooks/{key}/{alias}/{run}", (key, alias, run) => toRun(pathKey(key), alias, run)],
    ["/v1/consumers", createConsumersEndpoint(services)],
    ["/v1/consumers/{group}/{consumer}", createConsumerEndpoint(services)],
    ["/v1/consumers/{group}/{consumer}/live", createLiveEndpoint(services)],
    ["/v1/groups/{group}", createGroupEndpoint(services)],
    ["/v1/overview", createOverviewEndpoint(services)],
  ];
}
