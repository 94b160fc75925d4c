import { hash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import type { Check } from "../codes/row.ts";
import type { Ports } from "../examine.ts";
import { createProbes, type Lookup } from "../network/probes.ts";
import { type Credential, createCredentials } from "../../emulator/credentials.ts";
import { systemClock } from "../../../lib/base/clock.ts";
import { readConfig } from "../../../lib/config/config.ts";
import { createClsApi } from "../../../lib/tencent/cls-api.ts";
import { hurriedClock } from "../../../test/support/hurried-clock.ts";
import { healthyEnv, healthyFile, type Misconfiguration, type World } from "./misconfiguration.ts";
import { startWorld } from "./world.ts";

export type SetUp = {
  readonly ports: Ports;
  /** The actions that the emulator was asked for. */
  readonly actions: () => (string | undefined)[];
  /** What must not be told. */
  readonly secrets: readonly string[];
};

const dir = mkdtempSync(join(tmpdir(), "doctor-"));
const closings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await Promise.all(closings.map((close) => close()));
});

/** A misconfiguration made real: environment, file, and servers on real sockets. */
export async function setUp(broken: Partial<Misconfiguration>): Promise<SetUp> {
  const { env = {}, file = healthyFile, world = {} } = broken;
  const credential = createCredentials();
  const token = randomBytes(20).toString("hex");
  const temporaryId = `${credential.secretId}${randomBytes(16).toString("hex")}`;
  const endpoint = env["CLS_ENDPOINT"] ?? "cls.intl.tencentcloudapi.com";
  const known = knownBy(world, credential, { token, temporaryId });
  const started = await startWorld({ world, credential: known, endpoint });
  closings.push(() => started.close());
  const words: Readonly<Record<string, string>> = {
    ...credential,
    token,
    temporaryId,
    cutKey: credential.secretKey.slice(0, -2),
    digest: hash("sha256", randomBytes(32)),
    otherDigest: hash("sha256", randomBytes(32)),
    secretKeyDigest: hash("sha256", credential.secretKey),
    port: `${started.port}`,
  };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
  const path = join(dir, `${randomBytes(6).toString("hex")}.json`);
  writeFileSync(path, fill(typeof file === "string" ? file : JSON.stringify(file)));
  const given = { RELAY_CONFIG: path, ...healthyEnv, ...env };
  const filled = Object.entries<string | undefined>(given).map(
    ([name, value = ""]) => [name, fill(value)] as const,
  );
  const silent: readonly Check[] =
    world.dns === "is silent" ? ["DNS"] : world.server === "silent" ? ["TLS", "HTTP"] : [];
  let step: Check | undefined;
  return {
    ports: {
      env: Object.fromEntries(filled),
      readConfig,
      readText: (name) => (existsSync(name) ? readFileSync(name, "utf8") : undefined),
      probes: createProbes({ lookup: lookups[world.dns ?? "works"], ...started.trusted }),
      createApi: createClsApi,
      progress: (check) => (step = check),
      // Where it is known that no answer comes, nobody waits for it.
      clock: {
        ...systemClock,
        after: (delayMs, callback) => {
          const isHurried = step !== undefined && silent.includes(step);
          return hurriedClock(isHurried ? Infinity : 0).after(delayMs, callback);
        },
      },
    },
    actions: started.actions,
    secrets: [...Object.values(credential), token, temporaryId],
  };
}

function knownBy(
  { knows }: World,
  credential: Credential,
  { token, temporaryId }: { token: string; temporaryId: string },
): Credential {
  if (knows === "another SecretId") return createCredentials();
  if (knows === "another SecretKey") {
    return { ...credential, secretKey: createCredentials().secretKey };
  }
  if (knows === "a token") return { ...credential, token };
  return knows === undefined ? credential : { ...credential, secretId: temporaryId, token };
}

const lookups: Readonly<Record<NonNullable<World["dns"]> | "works", Lookup>> = {
  works: () => Promise.resolve(["127.0.0.1"]),
  "knows no such name": () =>
    Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" })),
  "is silent": () => new Promise(() => undefined),
};
