/** What the deployed files may cost. Raised only in a commit that says why. */
export const budgets = {
  /** Minified bytes of each function, and of the server, which has the page of the board inside. */
  bundleBytes: { relay: 226_000, schedule: 200_000, server: 496_000 },
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
  /** And in the server besides: what writes its metrics, loaded when somebody asks for them. */
  serverPackages: ["@opentelemetry/api", "bintrees", "prom-client", "tdigest"],
  /** Node's own modules that loading the relay adds to a bare process. */
  builtInModules: 60,
  connectionsPer1000Beats: 1,
};
