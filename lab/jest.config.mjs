import shared from "../jest.config.mjs";

/** As the relay's own tests, but for where they are: a test of the lab may start what stands at the top. */
export default {
  ...shared,
  collectCoverage: false,
  rootDir: "..",
  testMatch: ["<rootDir>/lab/**/*.test.ts"],
};
