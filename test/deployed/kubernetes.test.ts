import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import packageJson from "../../package.json" with { type: "json" };
import { openApiDocument } from "../../dev/openapi/document.ts";
import { toFields } from "../../lib/base/unknown-object.ts";
import { environmentOf, readStages, restOf } from "../support/dockerfile.ts";
import { findManifestFaults } from "../support/kubernetes-types.ts";
import { read, root } from "../support/markdown.ts";
import { needs } from "../support/tools/needs.ts";
import { knownVariables } from "../support/known-variables.ts";

const folder = "deploy/kubernetes";
type Fields = Record<string, unknown>;
const kustomization = parse(read(`${folder}/kustomization.yaml`)) as {
  readonly resources: readonly string[];
  readonly images: readonly Fields[];
};
const manifests = kustomization.resources.map((file) => parse(read(`${folder}/${file}`)) as Fields);

const ofKind = (kind: string) => manifests.find((manifest) => manifest["kind"] === kind) ?? {};
/** What is at a path of a manifest; undefined where there is nothing. */
const at = (manifest: unknown, path: string): unknown =>
  path.split(".").reduce((value: unknown, name) => toFields(value)[name], manifest);

const deployment = ofKind("Deployment");
const pod = at(deployment, "spec.template.spec");
const container = at(pod, "containers.0");
const imageStage = readStages().at(-1) ?? [];
const image = environmentOf(imageStage);

describe("the manifests", () => {
  test("fit the schemas of Kubernetes", () => {
    expect(findManifestFaults(manifests)).toEqual([]);
  });

  test("would not with a misspelt field, a missing one or a value of another type", () => {
    const broken = structuredClone(deployment);
    const spec = toFields(broken["spec"]);
    const withSpec = (more: Fields) => ({ ...broken, spec: { ...spec, ...more } });
    for (const more of [{ replica: 1 }, { replicas: "1" }, { selector: undefined }]) {
      expect(findManifestFaults([withSpec(more)])).toHaveLength(1);
    }
  });

  test("run one process, which ends before another one begins", () => {
    expect(at(deployment, "spec.replicas")).toBe(1);
    expect(at(deployment, "spec.strategy")).toEqual({ type: "Recreate" });
    const endsMs = Number(at(pod, "terminationGracePeriodSeconds")) * 1000;
    expect(endsMs).toBeGreaterThanOrEqual(2 * (3000 + 1000));
  });

  test("ask for nothing that the restricted standard forbids, and write nowhere", () => {
    const namespace = ofKind("Namespace");
    expect(Object.entries(toFields(at(namespace, "metadata.labels")))).toEqual([
      ["pod-security.kubernetes.io/enforce", "restricted"],
    ]);
    expect(at(pod, "securityContext")).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    const { runAsUser, runAsGroup } = toFields(at(pod, "securityContext"));
    expect(restOf(imageStage, "USER")).toEqual([`${String(runAsUser)}:${String(runAsGroup)}`]);
    expect(at(container, "securityContext")).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(at(pod, "automountServiceAccountToken")).toBe(false);
  });

  test("listen, probe and mount where the image does", () => {
    expect(at(container, "ports.0.containerPort")).toBe(Number(image["PORT"]));
    const routes = Object.keys(openApiDocument().paths);
    expect(routes).toEqual(
      expect.arrayContaining([
        at(container, "livenessProbe.httpGet.path"),
        at(container, "readinessProbe.httpGet.path"),
      ]),
    );
    const mounts = at(container, "volumeMounts") as { name: string; mountPath: string }[];
    const config = mounts.find(({ name }) => name === "config");
    expect(image["RELAY_CONFIG"]).toBe(join(config?.mountPath ?? "", "relay.config.json"));
    const labels = at(deployment, "spec.template.metadata.labels");
    expect(at(deployment, "spec.selector.matchLabels")).toEqual(labels);
    expect(at(ofKind("Service"), "spec.selector")).toEqual(labels);
    expect(at(ofKind("NetworkPolicy"), "spec.podSelector.matchLabels")).toEqual(labels);
  });

  test("set variables that the relay knows, and no secret among them", () => {
    const env = at(container, "env") as { name: string; value: string }[];
    const mounts = at(container, "volumeMounts") as { name: string; mountPath: string }[];
    for (const { name } of env) expect(knownVariables.get(name)).toEqual({ secret: false });
    const file = env.find(({ name }) => name === "RELAY_CREDENTIALS_FILE")?.value;
    const secret = mounts.find(({ name }) => name === "credentials");
    expect(file).toBe(`${secret?.mountPath}/credentials.json`);
  });

  test("take the image of this version", () => {
    expect(kustomization.images).toEqual([
      { name: at(container, "image"), newTag: packageJson.version },
    ]);
  });
});

needs(["kubectl"], "kubectl kustomize", () => {
  test("builds the same manifests, each in the namespace", () => {
    const built = execFileSync("kubectl", ["kustomize", join(root, folder)], { encoding: "utf8" });
    const all = parseAllDocuments(built).map((document) => document.toJS() as Fields);
    expect(findManifestFaults(all)).toEqual([]);
    expect(all.map(({ kind }) => kind).toSorted()).toEqual(
      manifests.map(({ kind }) => kind).toSorted(),
    );
    for (const manifest of all.filter(({ kind }) => kind !== "Namespace")) {
      expect(at(manifest, "metadata.namespace")).toBe("heartbeat-relay");
    }
  });
});
