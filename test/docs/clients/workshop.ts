import { chmodSync, mkdirSync, writeFileSync } from "node:fs";

import { delimiter, join } from "node:path";

import { launch, type Launched } from "./launch.ts";
import type { Snippet } from "./page.ts";
import type { Recipe } from "./recipes.ts";
import { key } from "./relay-on-socket.ts";
import { ownFolder } from "../../support/own-folder.ts";

const path = process.env["PATH"] ?? "";

/** Passes over the pauses that chance or a clock set, and says how long they were to be. */
const sleep = `#!/bin/sh
echo "$1" >>"$WORKSHOP/slept"
case $1 in [0-4] | [0-4].*) ;; *) exec /bin/sleep "$1" ;; esac
`;

export type Workshop = {
  readonly dir: string;
  /** Exit code and words of the syntax check; undefined without one. */
  readonly checked: { readonly code: number | undefined; readonly said: string } | undefined;
  run(relayUrl: string, more?: Readonly<Record<string, string>>): Launched;
};

/** Writes a snippet into a folder of its own, with `beat` in the path, and checks its syntax. */
export async function openWorkshop(
  snippet: Snippet,
  recipe: Recipe,
  beat: string,
): Promise<Workshop> {
  const dir = ownFolder();
  mkdirSync(join(dir, "bin"));
  writeScript(join(dir, "bin/sleep"), sleep);
  writeScript(join(dir, "bin/beat"), beat);
  writeScript(join(dir, "beat"), beat);
  writeScript(join(dir, "consume"), "#!/bin/sh\nsleep 60\n");
  for (const [index, { name, adapt }] of recipe.files.entries()) {
    const code = snippet.blocks[index] ?? "";
    const adapted = (adapt?.(code) ?? code).replaceAll("$WORKSHOP", dir);
    writeFileSync(join(dir, name), adapted);
  }
  const env = { PATH: join(dir, "bin") + delimiter + path, WORKSHOP: dir };
  const place = { cwd: dir, env };
  return {
    dir,
    checked: recipe.check && (await check(launch(recipe.check, place))),
    run: (relayUrl, more) =>
      launch(recipe.run ?? [], {
        cwd: dir,
        env: { ...env, RELAY_URL: relayUrl, RELAY_KEY: key, ...more },
      }),
  };
}

async function check(launched: Launched) {
  const code = await launched.ended;
  return { code, said: launched.stdout() + launched.stderr() };
}

function writeScript(file: string, text: string): void {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}
