import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type AwsCall = { readonly operation: string; readonly body: string };
export type AwsAnswer = (call: AwsCall) => { readonly status?: number; readonly body: string };

/** A server in place of AWS's, which keeps every call: `POST /path` of REST, or the `Action` of a query. */
export async function startFakeAws(answers: Readonly<Record<string, AwsAnswer>>) {
  const calls: AwsCall[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    calls,
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [path = ""] = (request.url ?? "").split("?");
    const operation =
      new URLSearchParams(body).get("Action") ?? `${request.method} ${decodeURIComponent(path)}`;
    const call = { operation, body };
    calls.push(call);
    const found = answers[operation]?.(call) ?? { status: 404, body: "{}" };
    response.writeHead(found.status ?? 200, { connection: "close" }).end(found.body);
  }
}
