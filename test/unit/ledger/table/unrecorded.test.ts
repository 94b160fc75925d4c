import { expect, test } from "@jest/globals";
import { entry, patient } from "../../../support/ledger.ts";
import { beat, origin, renewed, signal } from "../../../support/sightings.ts";
import { pass, setUpTableLedgers } from "../../../support/table-ledger.ts";

test("the first sight after the table was away says until when calls went unrecorded", async () => {
  const { clock, store, createProcess } = setUpTableLedgers();
  const sighted = { clock, ledger: createProcess() };
  await beat(sighted);
  store.mode = "throws";
  await pass(clock, 1000);
  await beat(sighted);
  const unrecordedMs = clock.epochMs();
  store.mode = "answers";
  await pass(clock, 9000);
  await beat(sighted);
  expect(await sighted.ledger.sights(signal)).toMatchObject([{ renewals: 2, unrecordedMs }]);
  await pass(clock, 1000);
  const grant = await sighted.ledger.enter(entry("c", { origin })).take(patient);
  store.mode = "loses";
  if (grant.granted) await grant.settle("renewed", renewed);
  const lostMs = clock.epochMs();
  store.mode = "answers";
  await pass(clock, 9000);
  await beat(sighted);
  expect(await sighted.ledger.sights(signal)).toMatchObject([{ unrecordedMs: lostMs }]);
});
