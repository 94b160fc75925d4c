import { type Agent, type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Credential } from "../credentials.ts";
import { signTc3 } from "../tc3.ts";

export const HOST = "cls.intl.tencentcloudapi.com";

export type Call = {
  url: string;
  credential: Credential;
  nowMs: number;
  body: unknown;
  action?: string;
  method?: string;
  path?: string;
  /** Sent instead of, or besides, the usual ones; undefined leaves one out. Signed as sent. */
  headers?: Record<string, string | undefined>;
  /** Put on the wire after signing. */
  unsigned?: Record<string, string>;
  /** Sent in place of the body that was signed. */
  sent?: unknown;
  service?: string;
  agent?: Agent;
  ca?: string;
};

export type Reply = {
  status: number;
  headers: IncomingHttpHeaders;
  response: Record<string, unknown>;
  code: string | undefined;
};

/** What goes on the wire for a call, signed as an SDK does it. */
export function signCall(call: Omit<Call, "url">): {
  headers: Record<string, string>;
  body: string;
} {
  const { credential, method = "POST", path = "/" } = call;
  const body = typeof call.body === "string" ? call.body : JSON.stringify(call.body);
  const timestampSeconds = Math.floor(call.nowMs / 1000);
  const headers = definedOnly({
    host: HOST,
    "content-type": "application/json",
    "x-tc-action": call.action ?? "SendConsumerHeartbeat",
    "x-tc-version": "2020-10-16",
    "x-tc-region": "ap-guangzhou",
    "x-tc-timestamp": String(timestampSeconds),
    "x-tc-token": credential.token,
    ...call.headers,
  });
  const authorization = signTc3({
    ...credential,
    service: call.service ?? "cls",
    method,
    path,
    headers,
    body,
    signedHeaders: ["content-type", "host"],
    timestampSeconds,
  });
  return { headers: { ...headers, authorization, ...call.unsigned }, body };
}

/** Signs and sends one request over a real socket. */
export async function callCls(call: Call): Promise<Reply> {
  const { headers, body } = signCall(call);
  return send(call, headers, call.sent === undefined ? body : JSON.stringify(call.sent));
}

function send(call: Call, headers: Record<string, string>, body: string): Promise<Reply> {
  const { agent, ca, method = "POST", path = "/" } = call;
  const target = new URL(call.url);
  const start = target.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = start(
      {
        host: target.hostname,
        port: target.port,
        method,
        path,
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
        ...(agent ? { agent } : {}),
        ...(ca === undefined ? {} : { ca, servername: HOST }),
      },
      (response) => {
        response.setEncoding("utf8");
        let text = "";
        response.on("data", (chunk: string) => (text += chunk));
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode = 0 } = response;
          resolve({ status: statusCode, headers: response.headers, ...readResponse(text) });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function readResponse(text: string): Pick<Reply, "response" | "code"> {
  const { Response: response } = JSON.parse(text) as {
    Response: Record<string, unknown> & { Error?: { Code: string } };
  };
  return { response, code: response.Error?.Code };
}

function definedOnly(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
