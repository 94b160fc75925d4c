import { randomUUID } from "node:crypto";
import type { Clock } from "./clock.ts";
import { ClsError } from "./cls-error.ts";
import { actions } from "./actions/actions.ts";
import type { Credential } from "./credentials.ts";
import type { ConsumerGroups } from "./groups/consumer-groups.ts";
import { createResources, type Existing } from "./groups/resources.ts";
import { DEFAULT_ENDPOINT, isPublicHost } from "./hosts.ts";
import { createRateWindow } from "./rate-window.ts";
import { type Tc3Request, verifyTc3 } from "./tc3.ts";

/** Tencent's limit for a request signed with TC3. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export type ApiRequest = Tc3Request & { body: Buffer };

export type ApiAnswer = {
  /** Always 200, as at Tencent: a refusal is told in the body. */
  status: 200;
  headers: Record<string, string>;
  body: string;
  /** What is in the body's `Response`. */
  response: Readonly<Record<string, unknown>>;
  /** The code of the refusal; undefined when the request was granted. */
  code: string | undefined;
};

export type ApiOptions = {
  groups: ConsumerGroups;
  /** What there is to be described; by default whatever is asked for. */
  existing?: Existing;
  clock: Clock;
  /** Looked at with each request: who changes them rotates a key. */
  credentials: readonly Credential[];
  /** The only host that is answered; any public one of CLS when absent. */
  endpoint?: string;
  service: string;
  /** Regions that exist; any when absent. */
  regions?: readonly string[];
  /** Requests per second of one credential and one action; 0 for no limit. */
  ratePerSecond: number;
  newRequestId?: () => string;
};

/** The API without its sockets: one request in, one answer out, checked in the order in which Tencent's gateway works. */
export function createApi(options: ApiOptions): (request: ApiRequest) => ApiAnswer {
  const { groups, clock, regions, newRequestId = randomUUID } = options;
  const resources = createResources(options.existing ?? {});
  const find = (secretId: string) =>
    options.credentials.find((known) => known.secretId === secretId);
  const rate = createRateWindow({ clock, perSecond: options.ratePerSecond });

  function authenticate(request: ApiRequest): string {
    const verdict = verifyTc3(request, {
      secretKeyOf: (secretId) => find(secretId)?.secretKey,
      service: options.service,
      host: hostFor(headerOf(request, "host"), options.endpoint),
      nowMs: clock.nowMs(),
    });
    if (!verdict.ok) throw new ClsError(verdict.code, verdict.message);
    if (request.headers["x-tc-token"] !== find(verdict.secretId)?.token) {
      throw new ClsError("AuthFailure.TokenFailure", "X-TC-Token is not the credential's token.");
    }
    return verdict.secretId;
  }

  function handle(request: ApiRequest): object {
    checkShape(request);
    const action = headerOf(request, "x-tc-action");
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!run) throw new ClsError("InvalidAction", `X-TC-Action "${action}" is not an action here.`);
    checkVersionAndRegion(request, regions);
    const secretId = authenticate(request);
    // Tencent counts each action apart, so describing a group never costs a heartbeat.
    if (!rate.take(`${secretId} ${action}`)) {
      throw new ClsError(
        "RequestLimitExceeded",
        `More than ${options.ratePerSecond} requests in this second. Try again in the next one.`,
      );
    }
    const region = headerOf(request, "x-tc-region");
    return run({ groups, resources, region }, parseJson(request.body));
  }

  return function answer(request) {
    const traceId = headerOf(request, "x-tc-traceid");
    const headers = {
      "Content-Type": "application/json",
      // By the clock that signatures are held against, as a client sees it who looks for skew.
      Date: new Date(clock.nowMs()).toUTCString(),
      ...(traceId === "" ? {} : { "X-TC-TraceId": traceId }),
    };
    const { code, result } = attempt(() => handle(request));
    const response = { ...result, RequestId: newRequestId() };
    return {
      status: 200,
      headers,
      body: JSON.stringify({ Response: response }),
      response,
      code,
    };
  };
}

/** The host that a request has to be signed for. */
function hostFor(asked: string, endpoint?: string): string {
  if (endpoint !== undefined) return endpoint;
  return isPublicHost(asked) ? asked : DEFAULT_ENDPOINT;
}

function attempt(run: () => object): { code: string | undefined; result: object } {
  try {
    return { code: undefined, result: run() };
  } catch (error) {
    if (!(error instanceof ClsError)) throw error;
    const { code, message } = error;
    return { code, result: { Error: { Code: code, Message: message } } };
  }
}

function checkShape(request: ApiRequest): void {
  if (request.method !== "POST") {
    throw new ClsError("UnsupportedProtocol", `${request.method} is not supported. Use POST.`);
  }
  if (request.path !== "/") {
    throw new ClsError("InvalidRequest", `There is nothing at ${request.path}. Post to /.`);
  }
  if (request.body.length > MAX_BODY_BYTES) {
    throw new ClsError("RequestSizeLimitExceeded", "The request body is larger than 10 MB.");
  }
}

function checkVersionAndRegion(request: ApiRequest, regions?: readonly string[]): void {
  const version = headerOf(request, "x-tc-version");
  if (version !== "2020-10-16") {
    throw new ClsError(
      "NoSuchVersion",
      `X-TC-Version "${version}" does not exist. Use 2020-10-16.`,
    );
  }
  const region = headerOf(request, "x-tc-region");
  if (region === "") throw new ClsError("MissingParameter", "X-TC-Region is missing.");
  // Without a list, what has the shape of one of Tencent's regions.
  if (regions ? !regions.includes(region) : !/^[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*$/.test(region)) {
    throw new ClsError("UnsupportedRegion", `X-TC-Region "${region}" is not supported.`);
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ClsError("InvalidParameter", "The request body is not JSON.");
  }
}

function headerOf(request: ApiRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}
