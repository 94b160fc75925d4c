import { createServer, type ServerResponse } from "node:http";
import { listen } from "./listen.ts";

export type Silent = {
  readonly url: string;
  /** Who ended the first exchange; the server ends its answer only when nobody waits that long. */
  readonly endedBy: Promise<"caller" | "server">;
};

/** Takes longer than the longest deadline on the page, the 12 s of wget. */
const mostBytes = 32;

/** A relay that sends a byte of its answer twice a second: a deadline that each byte resets would never pass. */
export async function startSilentRelay(): Promise<Silent> {
  const server = createServer();
  const endedBy = new Promise<"caller" | "server">((resolve) => {
    server.on("request", (_request, response) => {
      let bytes = 0;
      response.writeHead(200, { "Content-Type": "application/json" });
      const drip = setInterval(() => {
        bytes += 1;
        if (bytes < mostBytes) response.write(" ");
        else response.end();
      }, 500);
      response.once("close", () => {
        clearInterval(drip);
        resolve(response.writableFinished ? "server" : "caller");
      });
    });
  });
  return { url: await listen(server), endedBy };
}

/** Somebody else in the relay's place, who counts the requests. */
export async function startStranger(answer: (response: ServerResponse) => void) {
  const asked = { times: 0 };
  const server = createServer((_request, response) => {
    asked.times += 1;
    answer(response);
  });
  return { url: await listen(server), asked };
}

/** The page of a captive portal: a success to a client that reads only the status. */
export function signInPage(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/html" }).end("<p>Please sign in.</p>");
}

/** What stands before many an https address; curl takes it for a success. */
export function redirect(response: ServerResponse): void {
  response.writeHead(301, { Location: "https://relay.example.com/" }).end();
}
