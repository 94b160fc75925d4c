import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { build } from "../../dev/build/main.ts";
import { zipNames } from "./zip-names.ts";

const run = promisify(execFile);
const projectDir = join(import.meta.dirname, "../..");
const osls = join(projectDir, "node_modules/serverless/bin/serverless.js");
const packagingLimitMs = 60_000;

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.optional(z.string()),
      DependsOn: z.optional(z.union([z.string(), z.array(z.string())])),
      Properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

export type Template = z.infer<typeof templateSchema>;

export type PackagedTemplate = {
  /** Laid out as the function sees its files, with the package in `package/`. */
  dir: string;
  template: Template;
  zipNames: string[];
  remove: () => Promise<void>;
};

/**
 * Builds the functions and runs `osls package` on them in a temporary folder, so that a build going
 * on in the project is left alone. The child gets no AWS variable and an empty home: packaging must
 * need no credentials.
 * @throws Error when the build or the packaging fails; the folder is gone then.
 */
export async function packageTemplate(
  parameters: readonly string[] = [],
): Promise<PackagedTemplate> {
  const dir = await mkdtemp(join(tmpdir(), "heartbeat-relay-template-"));
  const remove = () => rm(dir, { recursive: true, force: true });
  try {
    await build({ outdir: join(dir, "dist/functions") });
    for (const name of ["serverless.yml", "relay.config.json", "deploy"]) {
      await cp(join(projectDir, name), join(dir, name), { recursive: true });
    }
    // Its plugin imports the relay's own reader.
    await symlink(join(projectDir, "dev"), join(dir, "dev"));
    await run(process.execPath, [osls, "package", "--package", "package", ...parameters], {
      cwd: dir,
      env: { HOME: dir, CI: "1" },
      timeout: packagingLimitMs,
    });
    const file = join(dir, "package/cloudformation-template-update-stack.json");
    const json: unknown = JSON.parse(await readFile(file, "utf8"));
    return {
      dir,
      template: z.parse(templateSchema, json),
      zipNames: zipNames(await readFile(join(dir, "package/heartbeat-relay.zip"))),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The properties of every resource of a type, by logical id; throws where one lacks the shape. */
export function resourcesOfType<Schema extends z.ZodMiniType>(
  template: Template,
  type: string,
  properties: Schema,
): Map<string, z.output<Schema>> {
  return new Map(
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => [id, z.parse(properties, resource.Properties)]),
  );
}

/** Every logical id that `Ref`, `Fn::GetAtt` or `DependsOn` names, AWS's pseudo parameters left out. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .flatMap(([key, inner]: [string, unknown]) => {
      if (key === "Ref" || key === "DependsOn") return [inner].flat().map(String);
      if (key === "Fn::GetAtt" && Array.isArray(inner)) return [String(inner[0])];
      return referencesIn(inner);
    })
    .filter((id) => !id.startsWith("AWS::"));
}
