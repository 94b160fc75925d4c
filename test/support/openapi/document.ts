import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { openApiDocument } from "../../../dev/openapi/document.ts";

export const document = openApiDocument();

const ajv = new Ajv2020({
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  formats: { "uri-reference": (text: string) => URL.canParse(text, "http://relay.test") },
});
// Schemas are found by their place in the document, whose own words are no keywords of theirs.
ajv.addVocabulary(Object.keys(document));
ajv.addSchema(document, "openapi");

const compiled = new Map<string, ValidateFunction>();

/** A JSON pointer into the document, of names that are not escaped yet. */
export function pointer(...names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/**
 * What a value has that the schema at a place of the document does not allow. That fields were
 * added is no fault to a client, but here it means that the document is behind.
 */
export function faultsOf(at: string, value: unknown): readonly string[] {
  const validate =
    compiled.get(at) ??
    ajv.compile({
      $ref: `openapi#${at.split("/").map(encodeURIComponent).join("/")}`,
      unevaluatedProperties: false,
    });
  compiled.set(at, validate);
  return validate(value) ? [] : [ajv.errorsText(validate.errors)];
}
