import { apiFaults } from "./faults/api-faults.ts";
import { bodyFaults } from "./faults/body-faults.ts";
import { clientFaults, connectionFaults } from "./faults/connection-faults.ts";
import { errorFaults } from "./faults/error-faults.ts";
import { lastingFaults } from "./faults/lasting-faults.ts";
import type { ClientFault, ServerFault } from "./faults/fault.ts";
import { statusFaults } from "./faults/status-faults.ts";

const serverFaults = {
  ...connectionFaults,
  ...bodyFaults,
  ...statusFaults,
  ...apiFaults,
  ...errorFaults,
  ...lastingFaults,
};

/** A fault that the emulator can be told to make. */
export type ServerFaultName = keyof typeof serverFaults;
/** A fault of the catalogue; those of layer `client` are made by configuration alone. */
export type FaultName = ServerFaultName | keyof typeof clientFaults;

/** The catalogue: what each fault does, and at which layer. What a relay must make of it is for tests to say. */
export const faults: Readonly<
  Record<ServerFaultName, ServerFault> & Record<keyof typeof clientFaults, ClientFault>
> = { ...serverFaults, ...clientFaults };

export const serverFaultNames: readonly ServerFaultName[] = namesOf(serverFaults);
export const faultNames: readonly FaultName[] = [...serverFaultNames, ...namesOf(clientFaults)];

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faults, name);
}

export function isServerFaultName(name: string): name is ServerFaultName {
  return Object.hasOwn(serverFaults, name);
}

/** The keys of a literal, which TypeScript knows better than `Object.keys` does. */
function namesOf<Name extends string>(catalogue: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(catalogue).filter((name): name is Name => Object.hasOwn(catalogue, name));
}
