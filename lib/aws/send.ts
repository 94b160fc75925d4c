import http from "node:http";
import https from "node:https";
import { codeOf } from "../base/unknown-object.ts";

export type SendAnswer = { readonly status: number | undefined; readonly text: string };

/** Sends a body, and gives the whole answer; rejects where there is none, where it is too long, and when the signal aborts. */
export type Send = (
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<SendAnswer>;

/** A page of a list has 1 MB of items, and says of each attribute what it is. */
const mostCharacters = 4 * 1024 * 1024;

/**
 * Sends to one address, over connections that are kept, and follows no redirect. `fetch` would cost 40 ms when it is first
 * used.
 */
export function createSend(url: string, method: "GET" | "POST" = "POST"): Send {
  const { Agent, request } = url.startsWith("https:") ? https : http;
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: true });

  const send = (...[headers, body, signal]: Parameters<Send>) => {
    const sent = request(url, { method, agent, headers, signal });
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      sent.on("response", resolve).on("error", reject);
    });
    sent.end(body);
    return { sent, answered };
  };

  return async (...order) => {
    const first = send(...order);
    // A kept connection may have died while the sandbox was frozen; a fresh one did not.
    const response = await first.answered.catch((error: unknown) => {
      if (first.sent.reusedSocket && !order[2].aborted) return send(...order).answered;
      throw error;
    });
    return { status: response.statusCode, text: await readText(response) };
  };
}

/** Why there is no answer: the code of the failure, since a message could quote what was sent, and where to. */
export function whyUnanswered(error: unknown, signal: AbortSignal): Error {
  return new Error(signal.aborted ? "no answer in time" : (codeOf(error) ?? "no answer"));
}

async function readText(response: http.IncomingMessage): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > mostCharacters) throw new Error("the answer has no end");
  }
  return text;
}
