import { createHash, createHmac } from "node:crypto";

export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** A service whose API is a POST to `/`, named as it is signed for. */
export type AwsService = {
  readonly name: string;
  /** Absent where it takes a form, which AWS calls the Query protocol. */
  readonly jsonVersion?: "1.0" | "1.1" | undefined;
};

export type UnsignedRequest = {
  readonly service: AwsService;
  /** `/` is the path, and there is no query: all that these services have. */
  readonly host: string;
  /** The operation; absent where the form names it. */
  readonly target?: string | undefined;
  readonly body: string;
  readonly region: string;
  readonly epochMs: number;
};

const algorithm = "AWS4-HMAC-SHA256";

/**
 * The headers of a POST to a service of AWS, signed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signRequest(
  { service, host, target, body, region, epochMs }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
): Record<string, string> {
  const time = new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  /** In the order of their names, as they are signed. */
  const signed = {
    host,
    "x-amz-date": time,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
    ...(target !== undefined && { "x-amz-target": target }),
  };
  const names = Object.keys(signed).join(";");
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const request = ["POST", "/", "", lines.join(""), names, sha256(body)].join("\n");
  const scope = [day, region, service.name, "aws4_request"];
  const text = [algorithm, time, scope.join("/"), sha256(request)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString("hex");
  const credential = [accessKeyId, ...scope].join("/");
  return {
    ...signed,
    "content-type":
      service.jsonVersion === undefined
        ? "application/x-www-form-urlencoded"
        : `application/x-amz-json-${service.jsonVersion}`,
    authorization: `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
