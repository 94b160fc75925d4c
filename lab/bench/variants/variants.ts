import type { BuildOptions } from "esbuild";
import { bundleOptions } from "../../../dev/build/options.ts";
import { replacements, replacing } from "../../../dev/build/replace-dead-weight.ts";

const relay = { ...bundleOptions, entryPoints: ["functions/relay.ts"] };
// CommonJS has another word for the folder of a file.
const cjs = { ...relay, define: { "import.meta.dirname": "__dirname" } };
const clsClient = "tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js";
const banner =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** node-fetch asks for it, in vain, to read other encodings than UTF-8. */
const external = ["encoding"];

const without = replacements.map((left) => {
  const plugins = [replacing(replacements.filter((one) => one !== left))];
  return [`without ${left.file}`, { ...cjs, plugins, external }] as const;
});

/** What the relay could be bundled as; each replacement has to earn its place here. */
export const variants: Readonly<Record<string, BuildOptions>> = {
  "as deployed": cjs,
  "with arrows": { ...cjs, supported: {} },
  "not minified": { ...cjs, minify: false },
  "ESM output": { ...relay, format: "esm", banner: { js: banner } },
  "with the CLS client as well": {
    ...cjs,
    entryPoints: [],
    stdin: {
      contents: `import ${JSON.stringify(clsClient)}; export * from "./functions/relay.ts";`,
      resolveDir: bundleOptions.absWorkingDir,
    },
  },
  "without replacements": { ...cjs, plugins: [], external },
  ...Object.fromEntries(without),
};
