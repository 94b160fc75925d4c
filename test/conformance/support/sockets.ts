import { connect, type Socket } from "node:net";
import { readAnswers, statusesOf, type WireAnswer } from "./answers.ts";

export type Talk = {
  /** Sends bytes as they are. */
  send(text: string | Buffer): Promise<void>;
  /** Resolves when so many answers have come, 1xx included, or the other side has hung up. */
  heard(count: number): Promise<readonly WireAnswer[]>;
  /** Hangs up: `end` after what was sent, `reset` at once and without a word. */
  end(): Promise<readonly WireAnswer[]>;
  reset(): void;
};

/** A connection on which every byte is the test's own. */
export async function dial(port: number): Promise<Talk> {
  const socket = connect(port, "127.0.0.1");
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let received = "";
  let open = true;
  socket.on("data", (chunk: Buffer) => (received += chunk.toString("utf8")));
  socket.on("close", () => (open = false));
  // A reset by the server is an end like any other; what was heard before says what happened.
  socket.on("error", () => undefined);
  const heard = async (count: number) => {
    while (open && readAnswers(received).length < count) await nextOf(socket);
    return readAnswers(received);
  };
  return {
    send: (text) =>
      new Promise((resolve) => {
        socket.write(text, () => {
          resolve();
        });
      }),
    heard,
    end() {
      socket.end();
      return heard(Number.POSITIVE_INFINITY);
    },
    reset: () => {
      socket.resetAndDestroy();
    },
  };
}

function nextOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      for (const event of ["data", "close"]) socket.off(event, wake);
      resolve();
    };
    for (const event of ["data", "close"]) socket.on(event, wake);
  });
}

export type Told = { readonly answers: readonly WireAnswer[]; readonly statuses: number[] };

/** Sends all of it on one connection, hangs up once there is an answer, and gives all that came back. */
export async function tell(port: number, ...parts: readonly (string | Buffer)[]): Promise<Told> {
  const talk = await dial(port);
  for (const part of parts) await talk.send(part);
  await talk.heard(1);
  return toTold(await talk.end());
}

/** Sends all of it and hangs up without waiting for an answer. */
export async function hangUpAfter(port: number, ...parts: readonly string[]): Promise<Told> {
  const talk = await dial(port);
  for (const part of parts) await talk.send(part);
  return toTold(await talk.end());
}

function toTold(answers: readonly WireAnswer[]): Told {
  return { answers, statuses: statusesOf(answers) };
}

/** Lines of a request, with the ends that HTTP wants, and an empty one after them. */
export function request(...lines: readonly string[]): string {
  return `${lines.join("\r\n")}\r\n\r\n`;
}
