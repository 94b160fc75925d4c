import { codeOf } from "../../lib/base/unknown-object.ts";
import { endWithNpm } from "../cli/end-with-npm.ts";
import { readArguments, refuseValue } from "../cli/read-arguments.ts";
import { createCredentials, readCredentials } from "./credentials.ts";
import type { AssignmentName } from "./groups/assignment.ts";
import type { Partitions } from "./groups/topics.ts";
import { DEFAULT_ENDPOINT } from "./hosts.ts";
import { type Emulator, startEmulator } from "./server.ts";
import { renderWelcome } from "./welcome.ts";

const DEFAULT_PORT = 9010;

const { options } = readArguments({
  name: "npm run emulator",
  about:
    "Starts a stand-in for Tencent CLS on this machine, and prints what to export for the relay.",
  options: {
    partitions: {
      type: "text",
      default: "4",
      help: "of each topic: how many, or their ids as in 3,614",
    },
    "one-step": { type: "flag", help: "partitions move at once, while their holder still reads" },
    assignment: { type: "text", default: "balanced", help: "or sticky, or unbalanced" },
    "creates-groups": { type: "flag", help: "the first heartbeat makes a group" },
  },
  notes: `Environment:
  PORT                        where it listens, 0 to 65535; 0 takes any free port (${DEFAULT_PORT})
  TENCENTCLOUD_SECRET_ID      the credentials that it accepts; made for this run where absent
  TENCENTCLOUD_SECRET_KEY
  TENCENTCLOUD_SESSION_TOKEN`,
});

function readPartitions(text: string): Partitions {
  const ids = text.split(",").map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : Number.NaN));
  if (ids.some((id) => !(id >= 1)) || new Set(ids).size < ids.length) {
    refuseValue("--partitions takes a number from 1, or ids as in 3,614.");
  }
  const [count = 0] = ids;
  if (ids.length > 1) return ids;
  if (count <= 1000) return count;
  return refuseValue("--partitions takes at most 1000.");
}

function readAssignment(name: string): AssignmentName {
  if (name === "balanced" || name === "sticky" || name === "unbalanced") return name;
  return refuseValue("--assignment takes balanced, sticky or unbalanced.");
}

function readPort(text: string | undefined): number {
  if (text === undefined || text.trim() === "") return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(
    "PORT is not a port. Set it to a whole number from 0 to 65535; 0 takes any free one.",
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (codeOf(error) === "EADDRINUSE") {
    return "The port is in use. Stop the program that listens there, or choose another one: PORT=9011 npm run emulator";
  }
  if (codeOf(error) === "EACCES") {
    return "This user may not listen on that port. Choose one above 1023: PORT=9010 npm run emulator";
  }
  return error.message;
}

function stopOnSignals(emulator: Emulator): void {
  const stop = (): void => {
    void emulator.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

try {
  const port = readPort(process.env.PORT);
  const given = readCredentials(process.env);
  const credential = given ?? createCredentials();
  const emulator = await startEmulator({
    port,
    credentials: [credential],
    partitions: readPartitions(options.partitions),
    assignment: readAssignment(options.assignment),
    moves: options["one-step"] ? "one-step" : "two-step",
    createsGroups: options["creates-groups"],
  });
  stopOnSignals(emulator);
  endWithNpm();
  const { url } = emulator;
  process.stdout.write(
    renderWelcome({ url, endpoint: DEFAULT_ENDPOINT, credential, thrownAway: given === undefined }),
  );
} catch (error) {
  process.stderr.write(`emulator: ${explain(error)}\n`);
  process.exitCode = 1;
}
