import { globSync } from "node:fs";

/**
 * Mutation testing of what decides who is let in, when something is sent, and what a failure is called;
 * the results and how to read them are in docs/decisions/mutation.md.
 *
 * Each mutant is one run of the command, so the command is kept short: these files' own tests, and none of
 * the `*.property.test.ts`, whose input is random: the score is to come out the same twice.
 */
const unitTests = globSync([
  "test/unit/config/access.test.ts",
  "test/unit/heartbeat/{error-table,tencent-codes}.test.ts",
  "test/unit/http/key-rule.test.ts",
  "test/unit/http/middleware/authenticate.test.ts",
  "test/unit/ledger/*.test.ts",
  "test/unit/relay/retry-policy.test.ts",
  "test/unit/tencent/failure.test.ts",
]).filter((path) => !path.endsWith(".property.test.ts"));

const jest = [
  "node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js",
  "--runInBand --bail --silent --runTestsByPath",
];

export default {
  mutate: [
    "lib/config/access.ts",
    "lib/heartbeat/error-table.ts",
    "lib/heartbeat/tencent-codes.ts",
    "lib/http/key-rule.ts",
    "lib/http/middleware/authenticate.ts",
    "lib/ledger/*.ts",
    "lib/relay/retry-policy.ts",
    "lib/tencent/failure.ts",
  ],
  testRunner: "command",
  commandRunner: { command: [...jest, ...unitTests].join(" ") },
  coverageAnalysis: "off",
  // Ends a mutant that loops for ever.
  timeoutMS: 15_000,
  dryRunTimeoutMinutes: 2,
  // The copy that is mutated holds what the tests need, in a folder that git and the linters pass over.
  ignorePatterns: [
    "/*",
    "!/lib",
    "!/dev",
    "!/server",
    "!/test",
    "!/package.json",
    "!/jest.config.mjs",
  ],
  tempDirName: "coverage/mutation",
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: "coverage/mutation.json" },
  thresholds: { high: 100, low: 95, break: 95 },
};
