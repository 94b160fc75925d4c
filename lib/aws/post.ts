import http from "node:http";
import https from "node:https";

export type PostAnswer = { readonly status: number | undefined; readonly text: string };

/** Sends a body, and gives the whole answer; rejects where there is none, where it is too long, and when the signal aborts. */
export type Post = (
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<PostAnswer>;

/** A page of a list has 1 MB of items, and says of each attribute what it is. */
const mostCharacters = 4 * 1024 * 1024;

/** Posts to one origin, over connections that are kept. `fetch` would cost 40 ms when it is first used. */
export function createPost(origin: string): Post {
  const { Agent, request } = origin.startsWith("https:") ? https : http;
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: true });

  const send = (...[headers, body, signal]: Parameters<Post>) => {
    const sent = request(origin, { method: "POST", agent, headers, signal });
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

async function readText(response: http.IncomingMessage): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > mostCharacters) throw new Error("the answer has no end");
  }
  return text;
}
