import { join } from "node:path";
import type { Plugin } from "esbuild";

const folder = join(import.meta.dirname, "replacements");

type Replacement = {
  /** What is asked for. */
  readonly module: RegExp;
  readonly file: string;
};

/** Only what the SDK asks for is replaced; others get the real one. */
const importer = /tencentcloud-sdk-nodejs/;

/** Every replacement, each with its reason in its own file; `dev/build/test/replacements.test.ts` holds the SDK the same. */
export const replacements: readonly Replacement[] = [
  { module: /^node-fetch$/, file: "node-fetch.ts" },
  { module: /^tslib$/, file: "tslib.ts" },
  { module: /^uuid$/, file: "uuid.ts" },
  { module: /^json-bigint$/, file: "json-bigint.ts" },
  { module: /^form-data$/, file: "form-data.ts" },
  { module: /^https-proxy-agent$/, file: "https-proxy-agent.ts" },
  { module: /\/sse_response_model$/, file: "sse-response-model.ts" },
];

/** An esbuild plugin that leaves out of the bundle what no heartbeat uses. */
export const replacing = (list: readonly Replacement[]): Plugin => ({
  name: "replace-dead-weight",
  setup(build) {
    for (const { module, file } of list) {
      build.onResolve({ filter: module }, (asked) =>
        importer.test(asked.importer) ? { path: join(folder, file) } : undefined,
      );
    }
  },
});

export const replaceDeadWeight = replacing(replacements);
