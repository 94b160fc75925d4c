import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readRequest } from "../../../lib/http/request.ts";
import { anyJson } from "../../support/arbitraries.ts";

const event = fc.oneof(
  anyJson,
  fc.record(
    {
      rawPath: anyJson,
      path: anyJson,
      httpMethod: anyJson,
      headers: anyJson,
      multiValueHeaders: anyJson,
      body: anyJson,
      isBase64Encoded: anyJson,
      requestContext: fc.oneof(
        anyJson,
        fc.record({ http: anyJson, stage: anyJson, elb: anyJson }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: [] },
  ),
);

test("any JSON reads as a request, and never as anything but text", () => {
  fc.assert(
    fc.property(event, (input) => {
      const request = readRequest(input);
      expect(typeof request.method).toBe("string");
      expect(typeof request.path).toBe("string");
      expect(request.prefixes.every((prefix) => typeof prefix === "string")).toBe(true);
      expect(typeof request.outerPath).toBe("string");
      expect(Buffer.isBuffer(request.body) || typeof request.body === "string").toBe(true);
      expect(Object.values(request.headers).every((value) => typeof value === "string")).toBe(true);
    }),
    { numRuns: 500 },
  );
});
