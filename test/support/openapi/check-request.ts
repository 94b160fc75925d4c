import type { Operation, RequestBody } from "../../../dev/openapi/types.ts";
import type { HttpRequest } from "../../../lib/http/request.ts";
import { document, faultsOf, pointer } from "./document.ts";
import type { Place } from "./find-place.ts";

/** What a request that was taken has that the document does not allow. */
export function checkRequest(
  place: Place,
  operation: Operation,
  request: HttpRequest,
): readonly string[] {
  const body = operation.requestBody;
  return [
    ...checkParameters(place, operation, request),
    ...(body ? checkBody(place, body, request) : []),
  ];
}

function checkParameters(
  { path, method, parts }: Place,
  { parameters }: Operation,
  { headers, filters = {} }: HttpRequest,
): readonly string[] {
  return parameters.flatMap((given, index) => {
    const named = "$ref" in given ? given.$ref.replace(/.*\//, "") : "";
    const parameter = "$ref" in given ? document.components.parameters[named] : given;
    if (parameter === undefined) return [`the parameter ${named} is not in the document`];
    const { name, required } = parameter;
    const values = {
      path: parts,
      query: Object.fromEntries(Object.entries(filters)),
      header: headers,
    };
    const value = values[parameter.in][parameter.in === "header" ? name.toLowerCase() : name];
    if (value === undefined) return required ? [`the parameter ${name} is missing`] : [];
    const at =
      "$ref" in given
        ? pointer("components", "parameters", named)
        : pointer("paths", path, method, "parameters", `${index}`);
    return faultsOf(`${at}/schema`, value);
  });
}

/** Read as JSON whatever its type says, as the relay does. */
function checkBody(
  { path, method }: Place,
  { required, content }: RequestBody,
  { body }: HttpRequest,
): readonly string[] {
  const type = "application/json";
  if (!(type in content)) return [];
  const text = body.toString().replace(/^\uFEFF/, "");
  if (text.trim() === "") return required ? ["the body is missing"] : [];
  const at = pointer("paths", path, method, "requestBody", "content", type, "schema");
  return faultsOf(at, JSON.parse(text));
}
