import type { AwsAccess } from "../aws/call.ts";
import type { Reader } from "./env-reader.ts";
import { isPrintable, isRegion, parseConnectTo } from "./env-values.ts";

export type AskedService = {
  /** As it stands in the host's name. */
  readonly service: string;
  /** As it stands at the end of `AWS_ENDPOINT_URL_…`. */
  readonly variable: string;
  /** What it is needed for. */
  readonly user: string;
  readonly rights: string;
};

/**
 * Where a service of AWS is, and who asks, under the names that AWS's own tools read and Lambda sets.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function readAws(
  reader: Reader,
  { service, variable, user, rights }: AskedService,
): AwsAccess {
  const region = reader.required("AWS_REGION", isRegion, `the region of ${user}`);
  const key = `a key that may ${rights} ${user}`;
  const accessKeyId = reader.required("AWS_ACCESS_KEY_ID", isPrintable, key);
  const secretAccessKey = reader.required("AWS_SECRET_ACCESS_KEY", isPrintable, key);
  const sessionToken = reader.text("AWS_SESSION_TOKEN", { isRight: isPrintable, rule: key });
  return {
    region,
    endpoint:
      readEndpoint(reader, `AWS_ENDPOINT_URL_${variable}`) ?? defaultEndpoint(service, region),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
  };
}

function readEndpoint(reader: Reader, name: string): string | undefined {
  const value = reader.optional(name);
  if (value === undefined) return undefined;
  const place = reader.take(name, parseConnectTo(name, value));
  // Without the port where it is the usual one: the host is signed as it is sent.
  return place && new URL(`${place.protocol}//${place.host}:${place.port}`).origin;
}

function defaultEndpoint(service: string, region: string): string {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${service}.${region}.${suffix}`;
}
