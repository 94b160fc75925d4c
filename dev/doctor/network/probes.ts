import { lookup as systemLookup } from "node:dns/promises";
import { request } from "node:http";
import { isIP, connect as connectTcp, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** All addresses of a host; rejects with a `code` such as ENOTFOUND. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export type HttpAnswer = {
  readonly status: number;
  /** The header as it came. */
  readonly date: string | undefined;
  readonly body: string;
};

export type HttpQuestion = {
  readonly method: "POST" | "CONNECT";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type TcpTarget = {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
};

/** One step of a connection each. All reject with an error that has a `code`, and leave nothing open when they do. */
export type Probes = {
  readonly lookup: Lookup;
  connect(target: TcpTarget, signal: AbortSignal): Promise<Socket>;
  secure(socket: Socket, servername: string, signal: AbortSignal): Promise<Socket>;
  ask(socket: Socket, question: HttpQuestion, signal: AbortSignal): Promise<HttpAnswer>;
};

export type ProbeOptions = {
  readonly lookup?: Lookup;
  /** Trusted in place of Node's own authorities (PEM). */
  readonly ca?: string;
};

/** More than an error of the API has. */
const mostBodyCharacters = 65_536;

/** Probes on real sockets. */
export function createProbes({ lookup = lookupAll, ca }: ProbeOptions = {}): Probes {
  return {
    lookup,

    connect({ host, port, addresses }, signal) {
      const found = addresses.map((address) => ({ address, family: isIP(address) }));
      const known: LookupFunction = (_host, _options, callback) => {
        callback(null, found);
      };
      const socket = connectTcp({ host, port, lookup: known, autoSelectFamily: true });
      return opened(socket, "connect", signal);
    },

    secure(socket, servername, signal) {
      // An address is no name to be asked for, only one to be verified.
      const named = isIP(servername) === 0 && { servername };
      const trusted = ca !== undefined && { ca };
      const secured = connectTls({
        socket,
        host: servername,
        ...named,
        ...trusted,
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
      });
      return opened(secured, "secureConnect", signal);
    },

    ask(socket, { method, path, headers, body }, signal) {
      return new Promise((resolve, reject) => {
        const asking = request({ createConnection: () => socket, method, path, headers, signal });
        asking.once("error", reject);
        asking.once("connect", ({ statusCode = 0, headers: { date } }) => {
          resolve({ status: statusCode, date, body: "" });
        });
        asking.once("response", (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            text = `${text}${chunk}`.slice(0, mostBodyCharacters);
          });
          response.once("error", reject);
          response.once("end", () => {
            const { statusCode = 0, headers: answered } = response;
            resolve({ status: statusCode, date: answered.date, body: text });
          });
        });
        asking.end(body);
      });
    },
  };
}

async function lookupAll(host: string): Promise<readonly string[]> {
  const found = await systemLookup(host, { all: true });
  return found.map(({ address }) => address);
}

/** The socket once it has said that it is open; destroyed and rejected otherwise. */
function opened<T extends Socket>(socket: T, event: string, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      socket.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" }));
    };
    const fail = (error: Error) => {
      signal.removeEventListener("abort", abort);
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    socket.once("close", () => {
      fail(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    });
    socket.once(event, () => {
      signal.removeEventListener("abort", abort);
      socket.off("error", fail);
      // Its next user adds a listener; errors after that do not matter.
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  });
}
