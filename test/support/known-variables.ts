import {
  environmentVariables,
  observeVariables,
  serverVariables,
} from "../../dev/config/environment-variables.ts";

/** Every variable that the relay reads, and whether its value is a secret. */
export const knownVariables: ReadonlyMap<string, { readonly secret: boolean }> = new Map([
  ...environmentVariables.map(({ name, secret }) => [name, { secret }] as const),
  ...[...serverVariables, ...observeVariables].map(
    ({ name }) => [name, { secret: false }] as const,
  ),
]);
