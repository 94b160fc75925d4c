import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import { isObject } from "../../lib/base/unknown-object.ts";
import type { Template } from "./package-template.ts";

type Database = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Properties = ReturnType<typeof findResource>[number]["properties"];
type PropertyType = Properties[string]["type"];

function findResource(database: Database, type: string) {
  return database.lookup("resource", "cloudFormationType", "equals", type);
}

/**
 * What of a template CloudFormation would not take, by AWS's own published schema: types of resources, names,
 * types and presence of properties, and texts that are empty.
 */
export async function findTemplateFaults(template: Template): Promise<string[]> {
  const database = await loadAwsServiceSpec();
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const [resource] = findResource(database, Type);
    if (resource === undefined) return [`${id} is a ${Type}, which does not exist`];
    return checkProperties(database, id, resource.properties, Properties);
  });
}

function checkProperties(
  database: Database,
  path: string,
  properties: Properties,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const missing = Object.entries(properties).filter(
    ([name, { required }]) => required === true && !Object.hasOwn(values, name),
  );
  return [
    ...missing.map(([name]) => `${path}.${name} is missing`),
    ...Object.entries(values).flatMap(([name, value]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (property === undefined) return [`${path}.${name} is no property`];
      return checkValue(database, `${path}.${name}`, property.type, value);
    }),
  ];
}

function checkValue(
  database: Database,
  path: string,
  type: PropertyType,
  value: unknown,
): string[] {
  if (isIntrinsic(value)) return [];
  const wrong = [`${path} is not of type ${type.type}`];
  switch (type.type) {
    case "string":
    case "date-time":
      if (value === "") return [`${path} is empty`];
      if (typeof value !== "string") return wrong;
      return type.type === "string" && type.allowedValues?.includes(value) === false ? wrong : [];
    case "boolean":
      return typeof value === "boolean" ? [] : wrong;
    case "integer":
      return Number.isInteger(value) ? [] : wrong;
    case "number":
      return typeof value === "number" ? [] : wrong;
    case "json":
      return isObject(value) ? [] : wrong;
    case "array":
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((item: unknown, index) =>
        checkValue(database, `${path}.${index}`, type.element, item),
      );
    case "map":
      if (!isObject(value)) return wrong;
      // A variable of a function may be empty.
      return Object.entries(value).flatMap(([key, item]) =>
        item === "" ? [] : checkValue(database, `${path}.${key}`, type.element, item),
      );
    case "union":
      return type.types.some((one) => checkValue(database, path, one, value).length === 0)
        ? []
        : wrong;
    case "ref": {
      if (!isObject(value)) return wrong;
      const { properties } = database.get("typeDefinition", type.reference.$ref);
      return checkProperties(database, path, properties, value);
    }
    case "null":
    case "tag":
      return wrong;
  }
}

function isIntrinsic(value: unknown): boolean {
  return isObject(value) && Object.keys(value).every((key) => /^(?:Ref|Fn::\w+)$/.test(key));
}
