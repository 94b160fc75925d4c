export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/{test,dev}/**/*.test.ts"],
  // The package that is built there has the name of this one.
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/strip-types.mjs" },
  reporters: ["default", "<rootDir>/test/support/tools/reporter.ts"],
  // A hang ends here; no test is judged by its time, and the machine may be busy.
  testTimeout: 30_000,
  // Most of the time goes by in child processes; one worker fewer than cores would be one of two.
  maxWorkers: "100%",
  // CI runs the same `npm test` as everybody else, and coverage is checked with it.
  collectCoverage: process.env["CI"] === "true",
  coverageProvider: "v8",
  // Files of types alone have no line to run.
  collectCoverageFrom: [
    "{lib,functions}/**/*.ts",
    "!lib/{app/services,ledger/ledger,tencent/upstream}.ts",
    "!**/*.d.ts",
  ],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
  coverageReporters: ["text-summary", "lcovonly"],
};
