import assert from "node:assert/strict";
import { createCredentials } from "../../../dev/emulator/credentials.ts";
import { beatBody, create, granted, refused, tryBeat } from "../ask.ts";
import type { Expectation } from "../expectation.ts";

export const signing: readonly Expectation[] = [
  {
    says: "A request signed with TC3 over content type and host is granted.",
    basis: "documented",
    check: async (cls) => void granted(await create(cls)),
  },
  {
    says: "A header that was changed after it was signed is refused with AuthFailure.SignatureFailure, by HTTP status 200.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      const unsigned = { "content-type": "application/json; charset=utf-8" };
      refused(await tryBeat(cls, {}, { unsigned }), "AuthFailure.SignatureFailure");
      return undefined;
    },
  },
  {
    says: "An unknown SecretId is refused with AuthFailure.SecretIdNotFound.",
    basis: "documented",
    async check(cls) {
      const reply = await tryBeat(cls, {}, { credential: createCredentials() });
      refused(reply, "AuthFailure.SecretIdNotFound");
      return undefined;
    },
  },
  {
    says: "A timestamp 310 s away is refused with AuthFailure.SignatureExpire.",
    basis: "documented",
    async check(cls) {
      const reply = await tryBeat(cls, {}, { nowMs: cls.nowMs() - 310_000 });
      refused(reply, "AuthFailure.SignatureExpire");
      return undefined;
    },
  },
  {
    says: "A timestamp 290 s away is granted.",
    basis: "documented",
    async check(cls) {
      await create(cls);
      granted(await tryBeat(cls, {}, { nowMs: cls.nowMs() - 290_000 }));
      return undefined;
    },
  },
  {
    says: "A malformed Authorization is refused with AuthFailure.InvalidAuthorization.",
    basis: "documented",
    async check(cls) {
      const reply = await tryBeat(cls, {}, { unsigned: { authorization: "SKIP" } });
      refused(reply, "AuthFailure.InvalidAuthorization");
      return undefined;
    },
  },
  {
    says: "The words UNSIGNED-PAYLOAD in X-TC-Content-SHA256 stand for the body in the signature.",
    basis: "seen in Tencent's clients",
    async check(cls) {
      await create(cls);
      const headers = { "x-tc-content-sha256": "UNSIGNED-PAYLOAD" };
      // Another body than the one that was signed: without the words the signature is refused.
      const sent = beatBody(cls, "consumer_2", []);
      granted(await tryBeat(cls, {}, { headers, sent }));
      refused(await tryBeat(cls, {}, { sent }), "AuthFailure.SignatureFailure");
      return undefined;
    },
  },
  {
    says: "An unknown action is refused with InvalidAction.",
    basis: "documented",
    check: async (cls) => {
      refused(await cls.call("SendConsumerHeartbeats", {}), "InvalidAction");
      return undefined;
    },
  },
  {
    says: "Another version is refused with NoSuchVersion.",
    basis: "documented",
    async check(cls) {
      refused(
        await tryBeat(cls, {}, { headers: { "x-tc-version": "2017-01-01" } }),
        "NoSuchVersion",
      );
      return undefined;
    },
  },
  {
    says: "A request without X-TC-Region is refused.",
    basis: "documented",
    async check(cls) {
      const code = refused(await tryBeat(cls, {}, { headers: { "x-tc-region": undefined } }));
      assert.match(code, /^MissingParameter|^InvalidParameter|Region/);
      return code;
    },
  },
];
