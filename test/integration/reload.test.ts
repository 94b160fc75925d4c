import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createKey } from "../../dev/key/create-key.ts";
import { createServices } from "../../lib/app/create-services.ts";
import type { Services } from "../../lib/app/services.ts";
import { configPath } from "../../lib/config/config.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createContext } from "../../server/lambda-context.ts";
import { createCapturedLog } from "../support/captured-log.ts";
import { httpApiEvent } from "../support/events.ts";
import { beatRequest, heartbeat, startRelay } from "../support/start-relay.ts";
import { ownFolder } from "../support/own-folder.ts";

const folder = ownFolder();
const path = join(folder, "relay.config.json");
const write = (file: object) => {
  writeFileSync(path, JSON.stringify(file));
};
const send = async (services: Services, consumer: string) =>
  createHttpHandler(services)(
    httpApiEvent(beatRequest({ body: JSON.stringify({ ...heartbeat, consumer }) })),
    createContext("relay", 10_000),
  );

test("a file that is read again brings its leases, and keeps the rate that was used before", async () => {
  write({});
  const env = { RELAY_CONFIG: path, CLS_RATE_PER_SECOND: "1", RELAY_MAX_WAIT_MS: "0" };
  const { services } = await startRelay({ env });
  expect((await send(services, "a")).statusCode).toBe(200);
  write({ consumerGroups: { orders: { leaseSeconds: 400 } } });
  const next = services.reload();
  expect(next.config.settings?.leasesMs).toEqual(new Map([["orders", 400_000]]));
  expect((await send(next, "b")).statusCode).toBe(429);
});

test("keys that the host has added stay, and one of the file that has expired is told", () => {
  write({});
  const [first, second] = [createKey(), createKey()];
  const digests = [Buffer.from(first.sha256, "hex")];
  const env = { RELAY_CONFIG: path };
  const { log, lines } = createCapturedLog();
  const moreKeys = [{ name: "local", digests, hookOnly: false }];
  const services = createServices({ env, log, moreKeys });
  write({ keys: [{ name: "new", sha256: second.sha256, expiresAt: "2020-01-31T00:00:00Z" }] });
  const names = services.reload().config.settings?.keys.map(({ name }) => name);
  expect(names).toEqual(["new", "local"]);
  expect(lines.at(-1)).toMatchObject({ level: "WARN", expired: ["new"], expireSoon: [] });
});

test.each<[string, () => void]>([
  [
    "is invalid",
    () => {
      write({ keys: 1 });
    },
  ],
  [
    "is gone",
    () => {
      rmSync(path);
    },
  ],
])("a file that %s is told as a fault", (_what, change) => {
  write({});
  const services = createServices({ env: { RELAY_CONFIG: path }, log: createCapturedLog().log });
  const before = services.config.faults.length;
  change();
  expect(services.reload().config.faults.length).toBe(before + 1);
});

test("where nothing is said the file is that of the working directory", () => {
  expect(configPath({})).toBe("relay.config.json");
  expect(configPath({ RELAY_CONFIG: " other.json " })).toBe("other.json");
});

test("without a file it reads none, until there is one", () => {
  const home = process.cwd();
  process.chdir(ownFolder());
  try {
    const services = createServices({ env: { RELAY_AUTH: "none" }, log: createCapturedLog().log });
    const faultsAgain = () => services.reload().config.faults.length;
    const before = services.config.faults.length;
    expect(faultsAgain()).toBe(before);
    writeFileSync("relay.config.json", "{}");
    expect(faultsAgain()).toBe(before);
    rmSync("relay.config.json");
    expect(faultsAgain()).toBe(before + 1);
  } finally {
    process.chdir(home);
  }
});
