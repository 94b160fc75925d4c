import { parse } from "yaml";
import { toFields } from "../../../lib/base/unknown-object.ts";
import type { Recipe } from "./recipes.ts";

/** What starts `beat`: its command, taken out of its file and run as its scheduler runs it. */
export const schedulers: Readonly<Record<string, Recipe>> = {
  cron: withLock(scheduler("crontab", cronCommand)),
  "systemd timer": {
    tools: ["sh", "curl", "systemd-analyze"],
    files: [{ name: "beat.service", adapt: inWorkshop }, { name: "beat.timer" }],
    // What it does not know it only warns of.
    check: ["sh", "-c", "! systemd-analyze verify ./beat.service ./beat.timer 2>&1 | grep ."],
    run: ["sh", "-c", "exec $(sed -n 's/^ExecStart=//p' beat.service)"],
    ends: true,
  },
  "Docker HEALTHCHECK": { ...scheduler("check.sh", healthCheck), ends: true },
  "Kubernetes sidecar": scheduler("sidecar.sh", beatContainer),
  "Kubernetes CronJob": withLock(scheduler("job.sh", beatContainer)),
  "GitHub Actions": {
    tools: ["bash", "curl"],
    files: [{ name: "step.sh", adapt: actionStep }],
    check: ["bash", "-n", "step.sh"],
    run: ["bash", "-e", "step.sh"],
  },
};

function scheduler(name: string, extract: (code: string) => string): Recipe {
  return {
    tools: ["sh", "curl"],
    files: [{ name, adapt: (code) => inWorkshop(extract(code)) }],
    check: ["sh", "-n", name],
    run: ["sh", name],
  };
}

function withLock(recipe: Recipe): Recipe {
  return { ...recipe, tools: [...recipe.tools, "flock"] };
}

/** The paths and the address of the page, as the test has them; the folder of `beat` is in `PATH`. */
function inWorkshop(code: string): string {
  return code
    .replaceAll(/\/usr\/local\/bin\/beat|\/heartbeat\/beat/g, "$WORKSHOP/bin/beat")
    .replaceAll(/~\/\.beat|\/tmp\/beat/g, "$WORKSHOP/lock")
    .replaceAll("http://localhost:8080", "$RELAY_URL");
}

/** The sixth field of the line that has all six. To cron a `%` would be the end of it. */
function cronCommand(crontab: string): string {
  return /^(?:[\d*/,-]+ ){5}([^%\n]+)$/m.exec(crontab)?.[1] ?? missing("a line of six fields");
}

function healthCheck(dockerfile: string): string {
  const joined = dockerfile.replaceAll(/\\\n\s*/g, "");
  return /^HEALTHCHECK .*? CMD (.+)$/m.exec(joined)?.[1] ?? missing("a HEALTHCHECK");
}

/** The script of the container `beat`, wherever in the document the container is. */
function beatContainer(yaml: string): string {
  const container = find(parse(yaml), ({ name, image }) => name === "beat" && image !== undefined);
  const command: unknown = container?.["command"];
  const [shell, flag, script] = Array.isArray(command) ? (command as unknown[]) : [];
  if (shell === "sh" && flag === "-c" && typeof script === "string") return script;
  return missing("a container called beat that runs sh -c");
}

function actionStep(yaml: string): string {
  const script = find(parse(yaml), ({ run }) => run !== undefined)?.["run"];
  return typeof script === "string" ? script : missing("a step that runs something");
}

type Fields = Record<string, unknown>;

/** The first object in a document that fits, outermost first. */
function find(value: unknown, fits: (fields: Fields) => boolean): Fields | undefined {
  const fields = toFields(value);
  if (fits(fields)) return fields;
  for (const inner of Object.values(fields)) {
    const found = find(inner, fits);
    if (found) return found;
  }
  return undefined;
}

function missing(what: string): never {
  throw new Error(`docs/clients.md has lost ${what}; bring it back, or change how it is taken out`);
}
