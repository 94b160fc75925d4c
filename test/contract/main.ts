import { writeFileSync } from "node:fs";
import { readArguments } from "../../dev/cli/read-arguments.ts";
import { startEmulator } from "../../dev/emulator/server.ts";
import type { Backend } from "./cls.ts";
import { startEmulatorBackend } from "./emulator-backend.ts";
import type { Expectation } from "./expectation.ts";
import { expectations } from "./expectations.ts";
import { renderPage } from "./page.ts";
import { createRealBackend } from "./real-backend.ts";
import { holdAgainst, type Outcome } from "./run.ts";
import { readSeen, writeSeen } from "./seen.ts";

const { options } = readArguments({
  name: "npm run contract",
  about: `Holds what we believe of CLS against the emulator, or with --real against CLS itself, prints what holds, and
writes docs/contract.md.`,
  options: {
    real: { type: "flag", help: "ask CLS, slowly, in groups that are deleted again" },
    logset: { type: "text", default: "", help: "with --real: where the groups are made" },
    topic: { type: "text", default: "", help: "with --real: a topic of that logset" },
  },
  notes: `Environment, with --real:
  TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_SESSION_TOKEN   an operator's credentials
  TENCENTCLOUD_REGION, CLS_ENDPOINT                                             as for the relay
  CLS_CONNECT_TO                                                                another address; nothing is written then

Exit codes: 0 all hold, 1 some do not, 64 wrong arguments or environment, or CLS cannot be asked.`,
});

function createBackend(): Promise<Backend> {
  return options.real
    ? createRealBackend(process.env, options)
    : startEmulatorBackend(startEmulator);
}

function print({ says, basis }: Expectation, outcome: Outcome): void {
  const mark = outcome.holds ? "yes" : "NO ";
  const more = outcome.holds ? outcome.note : outcome.why;
  console.log(
    `${mark}  ${says} (${basis})${more === undefined ? "" : `\n     ${more.replaceAll("\n", "\n     ")}`}`,
  );
}

async function run(backend: Backend): Promise<void> {
  const outcomes: Record<string, Outcome> = {};
  const group = `contract_${Date.now()}`;
  for (const expectation of Object.values(expectations).flat()) {
    const { says, notAskedOfCls } = expectation;
    if (options.real && notAskedOfCls !== undefined) continue;
    const name = `${group}_${Object.keys(outcomes).length}`;
    const outcome = await holdAgainst(backend, name, expectation);
    outcomes[says] = outcome;
    print(expectation, outcome);
    await backend.wait(1);
  }
  const wrong = Object.values(outcomes).filter(({ holds }) => !holds).length;
  console.log(`\n${Object.keys(outcomes).length - wrong} hold, ${wrong} do not.`);
  process.exitCode = wrong === 0 ? 0 : 1;
  if (options.real && process.env["CLS_CONNECT_TO"]) return;
  if (options.real) {
    const date = new Date().toISOString().slice(0, 10);
    writeSeen({ date, region: backend.region, outcomes });
  }
  const page = new URL("../../docs/contract.md", import.meta.url);
  writeFileSync(page, renderPage(readSeen()));
  console.log("Wrote docs/contract.md.");
}

try {
  await run(await createBackend());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 64;
}
process.exit();
