import { join } from "node:path";
import ts from "typescript";
import { toFields } from "../../lib/base/unknown-object.ts";

const checked = join(import.meta.dirname, "manifests.ts");

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/**
 * What of manifests does not fit the schema that Kubernetes publishes, as its types say it: unknown and missing fields,
 * and values of another type. Which texts a field may have, they do not say.
 */
export function findManifestFaults(manifests: readonly unknown[]): string[] {
  const source = manifests.map(
    (manifest, index) =>
      `export const manifest${index}: ${typeOf(manifest)} = ${JSON.stringify(manifest)};\n`,
  );
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) =>
    name === checked
      ? ts.createSourceFile(name, source.join(""), ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...more);
  const program = ts.createProgram([checked], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

function typeOf(manifest: unknown): string {
  const { apiVersion, kind } = toFields(manifest);
  const [version = "", group = "core"] = String(apiVersion).split("/").toReversed();
  const [folder] = group.split(".");
  return `import("kubernetes-types/${folder}/${version}").${String(kind)}`;
}
