import { writeSync } from "node:fs";
import { version } from "../../lib/base/version.ts";
import { refuseValue } from "./read-arguments.ts";

type Row = { readonly about: string; readonly start: () => Promise<unknown> };

/** Every command; each reads its own arguments. */
const commands: ReadonlyMap<string, Row> = new Map([
  [
    "serve",
    {
      about: "serves the relay; with --embedded, to try it, with a stand-in for CLS",
      start: () => import("../../server/main.ts"),
    },
  ],
  [
    "emulator",
    { about: "starts the stand-in for CLS alone", start: () => import("../emulator/main.ts") },
  ],
  [
    "doctor",
    {
      about: "says what is wrong with the configuration, the network or at CLS",
      start: () => import("../doctor/main.ts"),
    },
  ],
  [
    "key",
    {
      about: "adds, rotates, revokes and lists the keys of callers",
      start: () => import("../key/main.ts"),
    },
  ],
  [
    "who",
    {
      about: "says which consumers are alive, as a running relay sees them",
      start: () => import("../who/main.ts"),
    },
  ],
  ["group", { about: "creates a consumer group at CLS", start: () => import("../group/main.ts") }],
]);

const rows = [
  ...[...commands].map(([name, { about }]) => [name, about] as const),
  ["--version", "the version of this package"] as const,
  ["--help", "this text; after a command, that of the command"] as const,
];
const help = `heartbeat-relay <command> [options]

Lets callers who cannot sign keep their lease in a consumer group of Tencent CLS, by plain HTTP.

${rows.map(([name, about]) => `  ${name.padEnd(9)}   ${about}`).join("\n")}
`;

// The command reads what is left, as if it had been started by itself.
const [asked = ""] = process.argv.splice(2, 1);
const command = commands.get(asked);
if (command) await command.start();
else if (["--help", "-h", "help"].includes(asked)) writeSync(1, help);
else if (asked === "--version") writeSync(1, `${version}\n`);
else if (asked === "") refuseValue(help);
else refuseValue(`There is no command ${asked}; choose from ${[...commands.keys()].join(", ")}.`);
