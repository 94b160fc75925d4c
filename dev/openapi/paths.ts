import { byHeader, byPath, presets, runs } from "./paths/alias.ts";
import { batch, heartbeats } from "./paths/body.ts";
import {
  consumers,
  leaveByAlias,
  leaveByBody,
  live,
  oneConsumer,
  oneGroup,
  overview,
} from "./paths/consumers.ts";
import { dropIn } from "./paths/drop-in.ts";
import {
  board,
  health,
  liveness,
  metrics,
  openApi,
  problemPages,
  readiness,
} from "./paths/service.ts";
import type { Told } from "./operation.ts";

/** Every path of the relay, as `lib/http/routes.ts` has it, and its operations by method. */
export const paths: Readonly<Record<string, Readonly<Record<string, Told>>>> = {
  "/v1/heartbeats": heartbeats,
  "/v1/heartbeats:batch": batch,
  "/v1/heartbeats:leave": leaveByBody,
  "/v1/heartbeats/{alias}/leave": leaveByAlias,
  "/v1/heartbeats/{alias}": presets(byHeader),
  "/v1/heartbeats/{alias}/{run}": runs(byHeader),
  "/v1/hooks/{key}/{alias}": presets(byPath),
  "/v1/hooks/{key}/{alias}/{run}": runs(byPath),
  "/v1/consumers": consumers,
  "/v1/consumers/{group}/{consumer}": oneConsumer,
  "/v1/consumers/{group}/{consumer}/live": live,
  "/v1/groups/{group}": oneGroup,
  "/v1/overview": overview,
  "/board": board,
  "/": dropIn,
  "/healthz": health,
  "/livez": liveness,
  "/readyz": readiness,
  "/openapi.json": openApi,
  "/metrics": metrics,
  "/problems/{code}": problemPages,
};
