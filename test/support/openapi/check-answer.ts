import type { Answer, Reference } from "../../../dev/openapi/types.ts";
import { isObject } from "../../../lib/base/unknown-object.ts";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import { document, faultsOf, pointer } from "./document.ts";
import type { Place } from "./find-place.ts";

type Found = { readonly at: string; readonly answer: Answer };

/** What an answer has that the document does not say of it. */
export function checkAnswer(place: Place | undefined, answer: HttpAnswer): readonly string[] {
  const found =
    ofOperation(place, answer.statusCode) ??
    (place?.operation ? undefined : ofNothing(place, answer.statusCode));
  if (found === undefined) return [`the status ${answer.statusCode} is not documented`];
  const body = place?.method === "head" ? [] : checkBody(found, answer);
  return [...body, ...checkHeaders(found, answer), ...checkAllow(place, answer)];
}

function ofOperation(place: Place | undefined, status: number): Found | undefined {
  if (place === undefined) return undefined;
  const { path, item } = place;
  // Tencent's path tells SDKs that any method but POST is wrong, as its GET says for all of them.
  const method = place.operation === undefined && path === "/" ? "get" : place.method;
  const answer = item[method]?.responses[status];
  if (answer === undefined || "$ref" in answer) return answer && referred(answer);
  return { at: pointer("paths", path, method, "responses", `${status}`), answer };
}

/** A path that is not in the document is a 404; a method that its path does not have is a 405. */
function ofNothing(place: Place | undefined, status: number): Found | undefined {
  if (status === 404) return referred({ $ref: "#/components/responses/not-found" });
  if (status !== 405 || place === undefined) return undefined;
  return referred({ $ref: "#/components/responses/method-not-allowed" });
}

function referred({ $ref }: Reference): Found | undefined {
  const answer = document.components.responses[$ref.replace(/.*\//, "")];
  return answer && { at: $ref.replace("#", ""), answer };
}

function checkBody({ at, answer: { content } }: Found, answer: HttpAnswer): readonly string[] {
  const type = (answer.headers["Content-Type"] ?? "").replace(/;.*/, "");
  if (content === undefined) {
    return answer.body === "" && type === "" ? [] : ["the answer should have no body"];
  }
  if (!(type in content)) return [`the type ${type} is not documented`];
  const value: unknown = type.endsWith("json") ? JSON.parse(answer.body) : answer.body;
  const isProblem = type === "application/problem+json";
  const status = isProblem && isObject(value) ? value["status"] : answer.statusCode;
  const differs = status === answer.statusCode ? [] : ["the problem has another status"];
  return [...differs, ...faultsOf(`${at}${pointer("content", type, "schema")}`, value)];
}

function checkHeaders({ at, answer: { headers } }: Found, answer: HttpAnswer): readonly string[] {
  const given = Object.keys(answer.headers).filter((name) => name !== "Content-Type");
  const unknown = given.filter((name) => !(name in headers));
  return [
    ...unknown.map((name) => `the header ${name} is not documented`),
    ...Object.entries(headers).flatMap(([name, { required }]) => {
      const value = answer.headers[name];
      if (value === undefined) return required ? [`the header ${name} is missing`] : [];
      return faultsOf(`${at}${pointer("headers", name, "schema")}`, value);
    }),
  ];
}

/** `Allow` names no method that the document does not have. */
function checkAllow(place: Place | undefined, { headers }: HttpAnswer): readonly string[] {
  const { Allow: allow = "" } = headers;
  const methods = allow.toLowerCase().split(", ").filter(Boolean);
  return methods
    .filter((method) => place?.item[method] === undefined)
    .map((method) => `Allow names ${method}, which is not documented`);
}
