import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";
import packageJson from "../../package.json" with { type: "json" };

/** The commands, as the scripts of package.json call them. */
const commands = Object.values(packageJson.scripts).flatMap(
  (script) => /^node dev\/cli\/heartbeat-relay\.cjs (\w+)$/.exec(script)?.[1] ?? [],
);

/** Commands are called by scripts of package.json in a clone, and by the package's name where it is installed. */
const texts: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`npm run (?:-s )?(${commands.join("|")})\\b(?: --)?`, "g"), "heartbeat-relay $1"],
  [/npm start\b(?: --)?/g, "heartbeat-relay serve"],
];

/** What differs in the package from a clone. */
export function asPackage(manifest: object): Plugin {
  return {
    name: "as-package",
    setup(build) {
      // The page's own files come with swagger-ui-dist, which is four times the rest. Before all others: the first that loads
      // a file has it.
      build.onLoad({ filter: /[/\\]server[/\\]docs-page\.ts$/ }, () => ({
        contents: "export const createDocs = undefined;",
      }));
      build.onLoad({ filter: /[/\\](?:dev|lib|server)[/\\].*\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        const contents = texts.reduce(
          (text, [said, instead]) => text.replace(said, instead),
          source,
        );
        return { contents, loader: "ts" };
      });
      build.onLoad({ filter: /[/\\]package\.json$/ }, () => ({
        contents: JSON.stringify(manifest),
        loader: "json",
      }));
      build.onResolve({ filter: /\/main\.ts$/ }, ({ importer }) =>
        importer.endsWith("heartbeat-relay.cjs")
          ? { path: "./main.mjs", external: true }
          : undefined,
      );
    },
  };
}
