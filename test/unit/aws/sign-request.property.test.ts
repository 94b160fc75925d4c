import { expect, test } from "@jest/globals";
import { AwsV4Signer } from "aws4fetch";
import fc from "fast-check";
import { signRequest } from "../../../lib/aws/sign-request.ts";

const word = fc.stringMatching(/^[\x21-\x7e]{1,40}$/);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const epochMs = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2100, 0, 1) });

/** What each takes: JSON whose operation is named in a header, or a form that names it itself. */
const ofJson = fc.record({
  service: fc.record({
    name: fc.constantFrom("dynamodb", "secretsmanager"),
    jsonVersion: fc.constantFrom("1.0" as const, "1.1" as const),
  }),
  target: fc.stringMatching(/^\w{1,30}\.\w{1,30}$/),
});
const ofForm = fc.constant({
  service: { name: "sns", jsonVersion: undefined },
  target: undefined,
});

const requests = fc.record({
  operation: fc.oneof(ofJson, ofForm),
  host: fc.oneof(name, fc.constant("127.0.0.1:8000")),
  body: fc.string({ unit: "grapheme" }),
  region: name,
  epochMs,
});

const credentials = fc.record(
  { accessKeyId: word, secretAccessKey: word, sessionToken: word },
  { requiredKeys: ["accessKeyId", "secretAccessKey"] },
);

test("signs as aws4fetch does, whatever the request and the credentials", async () => {
  await fc.assert(
    fc.asyncProperty(requests, credentials, async (request, key) => {
      const { operation, host, body, region } = request;
      const { service, target } = operation;
      const { authorization, ...headers } = signRequest({ ...request, ...operation }, key);
      const signer = new AwsV4Signer({
        method: "POST",
        url: `https://${host}/`,
        headers: {
          "content-type": service.jsonVersion
            ? `application/x-amz-json-${service.jsonVersion}`
            : "application/x-www-form-urlencoded",
          ...(target !== undefined && { "x-amz-target": target }),
        },
        body,
        region,
        service: service.name,
        datetime: headers["x-amz-date"] ?? "",
        ...key,
      });
      const signed = await signer.sign();
      const theirs: Record<string, string> = { host };
      signed.headers.forEach((value, header) => (theirs[header] = value));
      expect({ authorization, ...headers }).toEqual(theirs);
    }),
  );
});

test("the time is that of the clock, to the second", () => {
  const service = { name: "dynamodb", jsonVersion: "1.0" } as const;
  const request = {
    service,
    host: "h",
    target: "t.t",
    body: "",
    region: "r",
    epochMs: 1_767_225_599_999,
  };
  const headers = signRequest(request, { accessKeyId: "id", secretAccessKey: "key" });
  expect(headers["x-amz-date"]).toBe("20251231T235959Z");
});
