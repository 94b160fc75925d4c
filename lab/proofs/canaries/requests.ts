import fc from "fast-check";
import { fronts } from "../../../test/support/events.ts";
import { batches, bodies, sdkBodies } from "./bodies.ts";
import { callerHeaders, openerHeaders, type PlannedHeaders, sdkHeaders } from "./headers.ts";
import { beatPath, getPath, runPath } from "./paths.ts";

/** A request with canaries by name; the schedule takes its body for the event. */
export type PlannedRequest = {
  readonly front: string;
  readonly method: string;
  readonly path: string;
  readonly headers: PlannedHeaders;
  readonly body: PlannedBody | undefined;
};

/** JSON is filled before it is written, raw text as it stands, once or many times over. */
export type PlannedBody =
  | { readonly json: unknown }
  | { readonly raw: string; readonly times?: number };

const http = fc.constantFrom(...fronts.map(([name]) => name));

const post = fc.oneof(
  { weight: 30, arbitrary: fc.constant("POST") },
  { weight: 4, arbitrary: fc.constant("HEAD") },
  { weight: 1, arbitrary: fc.constantFrom("GET", "PUT", "{{key}}") },
);
const noBody = fc.constant(undefined);
const looking = fc.constantFrom("GET", "GET", "HEAD");

/** Every way in, with any key or none. */
export const plannedRequest: fc.Arbitrary<PlannedRequest> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      front: fc.oneof(
        { weight: 6, arbitrary: http },
        { weight: 1, arbitrary: fc.constant("schedule") },
      ),
      method: post,
      path: beatPath,
      headers: callerHeaders,
      body: bodies,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      front: http,
      method: post,
      path: fc.constant("/v1/heartbeats:batch"),
      headers: callerHeaders,
      body: batches,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      front: http,
      method: post,
      path: fc.constant("/"),
      headers: fc.oneof(
        { weight: 6, arbitrary: sdkHeaders },
        { weight: 1, arbitrary: callerHeaders },
      ),
      body: sdkBodies,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      front: http,
      method: post,
      path: runPath,
      headers: callerHeaders,
      body: bodies,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      front: http,
      method: looking,
      path: getPath,
      headers: openerHeaders,
      body: noBody,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      front: http,
      method: looking,
      path: fc.constant("/readyz"),
      headers: callerHeaders,
      body: noBody,
    }),
  },
);
