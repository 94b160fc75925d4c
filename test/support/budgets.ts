/** What the deployed files may cost. Raised only in a commit that says why. */
export const budgets = {
  /** Minified bytes of each function, and of the server. */
  bundleBytes: { relay: 182_500, schedule: 151_000, server: 248_000 },
  /** Whose code may be in them. */
  packages: [
    "@aws-lambda-powertools/commons",
    "@aws-lambda-powertools/logger",
    "@aws/lambda-invoke-store",
    "@middy/core",
    "get-stream",
    "is-stream",
    "tencentcloud-sdk-nodejs",
    "zod",
  ],
  /** Node's own modules that loading the relay adds to a bare process. */
  builtInModules: 60,
  connectionsPer1000Beats: 1,
};
