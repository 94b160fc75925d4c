import { type Agent, type IncomingMessage, request } from "node:http";
import { signTc3 } from "../../../dev/emulator/tc3.ts";
import { clsBody } from "../support/beat.ts";
import type { Contender, Upstream } from "./contender.ts";
import { createLoopbackAgent } from "../../../test/support/loopback-agent.ts";

const signedHeaders = ["content-type", "host"];

/** Node's client and a signature made by hand: the least that a heartbeat can cost. */
export function createRawContender(upstream: Upstream): Contender {
  const agent = createLoopbackAgent(upstream.port);
  return {
    name: "raw",
    prepare: () => async () => {
      const answer = await post(JSON.stringify(clsBody), upstream, agent);
      if (!answer.includes('"TopicPartitionsInfo"')) throw new Error(`refused: ${answer}`);
      JSON.parse(answer);
    },
  };
}

async function post(body: string, upstream: Upstream, agent: Agent): Promise<string> {
  const { endpoint: host, region, credential } = upstream;
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const headers = { "content-type": "application/json", host };
  const signing = { method: "POST", path: "/", headers, body, service: "cls", signedHeaders };
  const authorization = signTc3({ ...signing, ...credential, timestampSeconds });
  return new Promise((resolve, reject) => {
    const outgoing = request({
      agent,
      host,
      method: "POST",
      path: "/",
      headers: {
        ...headers,
        authorization,
        "content-length": Buffer.byteLength(body),
        "x-tc-action": "SendConsumerHeartbeat",
        "x-tc-version": "2020-10-16",
        "x-tc-region": region,
        "x-tc-timestamp": String(timestampSeconds),
      },
    });
    outgoing.once("response", (incoming) => {
      readText(incoming).then(resolve, reject);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.once("end", () => {
      resolve(Buffer.concat(chunks).toString("utf8"));
    });
    incoming.once("error", reject);
  });
}
