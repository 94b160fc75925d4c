import type { TestRequest } from "../../../test/support/events.ts";
import { showUnseen } from "../../../lib/heartbeat/names.ts";
import { pieceBytes } from "../support/scan.ts";
import type { CallerTexts } from "./documented-echoes.ts";
import { parseJson } from "./run.ts";
import type { Sent } from "./sandbox.ts";

/** The texts of a request that its caller may be told again, where documented-echoes.ts says so. */
export function toCallerTexts(
  sent: TestRequest,
  upstream: readonly Sent[],
  secrets: readonly string[],
): Omit<CallerTexts, "earlier"> {
  const { headers = {}, body = "" } = sent;
  const proof = proofIn(sent);
  const ids = Object.entries(headers).filter(([name]) => idHeaders.has(name.toLowerCase()));
  return {
    requestId: longestFirst(ids.map(([, id]) => id).filter((id) => !sharesPiece(id, proof))),
    body: longestFirst(collectTexts(parseJson(body)).flatMap(asInJson)),
    quoted: upstream.map((one) => quotable(one, secrets)).join("\n"),
  };
}

/** The table has topics in a text that is JSON itself. */
function asInJson(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1)];
}

/** A whole secret of the relay is taken out, though the caller sent it: no piece of it may come back. */
function quotable({ headers, body }: Sent, secrets: readonly string[]): string {
  const { "x-tc-traceid": traceId, "x-tc-token": token } = headers;
  const known = [...secrets, token].filter((one) => typeof one === "string");
  const text = [traceId, ...textsIn(parseJson(body))].join("\n");
  return known.reduce((left, secret) => left.replaceAll(secret, "\n"), text);
}

const idHeaders = new Set(["x-request-id", "x-tc-traceid"]);
const proofHeaders = new Set(["authorization", "x-api-key", "x-tc-token"]);

/** All that a request proves itself with, one to a line. */
function proofIn({ headers = {}, path = "" }: TestRequest): string {
  const proofs = Object.entries(headers).filter(([name]) => proofHeaders.has(name.toLowerCase()));
  const [, hookKey = ""] = /^\/v1\/hooks\/([^/]*)/.exec(path) ?? [];
  return [...proofs.map(([, value]) => value), hookKey, decode(hookKey)].join("\n");
}

/** 8 characters in a row, as everywhere; an id has no line break. */
function sharesPiece(id: string, proof: string): boolean {
  for (let at = 0; at + pieceBytes <= id.length; at += 1)
    if (proof.includes(id.slice(at, at + pieceBytes))) return true;
  return false;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** As much of a field's name as a fault shows. */
const shownCharacters = 64;

/** Every key and string of a body, and what a fault shows of the long ones. */
function collectTexts(json: unknown): string[] {
  const found = new Set<string>();
  for (const text of textsIn(json)) {
    found.add(text);
    const shown = Array.from(text).slice(0, shownCharacters).join("");
    for (const told of [shown, showUnseen(shown)]) {
      found.add(told);
      // A fault told in Tencent's words begins with no space.
      found.add(told.trimStart());
    }
  }
  found.delete("");
  return longestFirst([...found]);
}

function* textsIn(json: unknown): Generator<string> {
  if (typeof json === "string") yield json;
  if (typeof json !== "object" || json === null) return;
  for (const [key, inner] of Object.entries(json)) {
    yield key;
    yield* textsIn(inner);
  }
}

/** What holds another text has to be taken out before that one is. */
export function longestFirst(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => b.length - a.length);
}
