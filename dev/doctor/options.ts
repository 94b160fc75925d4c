import type { Command } from "../cli/parse-arguments.ts";

export const command = {
  name: "npm run doctor",
  about: `Examines the relay's environment and configuration file, the network, and what CLS
says to read-only calls. It joins no group and sends no heartbeat.`,
  options: {
    json: { type: "flag", help: "the report as JSON: npm run -s doctor -- --json | jq" },
  },
  notes: `With RELAY_URL and RELAY_KEY, a key with "read": true, it also asks a running relay of its consumers.

Exit code: 0 fine, or notes only; 1 warnings; 2 errors; 64 an unknown option; 70 a crash.
What it can find: docs/doctor.md`,
} satisfies Command<{ json: { type: "flag"; help: string } }>;
