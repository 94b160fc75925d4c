/** A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 takes. */
export type Schema = { readonly [keyword: string]: unknown };

export type Header = {
  readonly description: string;
  readonly required: boolean;
  readonly schema: Schema;
};

export type Content = { readonly [mediaType: string]: { readonly schema: Schema } };

export type Answer = {
  readonly description: string;
  readonly headers: Readonly<Record<string, Header>>;
  /** Absent where the answer has no body. */
  readonly content?: Content;
};

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "header" | "query";
  readonly description: string;
  readonly required: boolean;
  readonly schema: Schema;
};

export type RequestBody = {
  readonly description: string;
  readonly required: boolean;
  readonly content: Content;
};

/** A part of the document that stands elsewhere in it. */
export type Reference = { readonly $ref: string };

export type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody;
  /** By status. */
  readonly responses: Readonly<Record<string, Answer | Reference>>;
};

/** The operations of one path, by method in lower case. */
export type PathItem = Readonly<Record<string, Operation>>;

/** A reference to a schema of the document, with more to say of it. */
export function schemaOf(name: string, more: Schema = {}): Schema {
  return { $ref: `#/components/schemas/${name}`, ...more };
}

export function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required };
}
