import type { ErrorCode } from "../heartbeat/error-table.ts";

/** For the caller, or for its operator: what to do about a problem. docs/errors.md says more of each. */
export const whatToDo: Readonly<Record<ErrorCode, string>> = {
  "malformed-body": "Send a JSON object. From a shell, put it in single quotes.",
  "invalid-heartbeat": "Fix every fault in errors, and send the heartbeat again.",
  unauthorized: "Send a key of this relay as X-Api-Key or as a Bearer.",
  forbidden: "Use another key, or ask the operator of the relay to allow more for this one.",
  "not-found":
    "Compare the path with the routes of /openapi.json, and key and alias with those you were given.",
  "method-not-allowed": "Use a method that the Allow header names.",
  superseded: "Nothing: the newer heartbeat counts. One consumer has one live service only.",
  "consumer-claimed":
    "Stop the other instance, or wait until claimedUntil. If it is the same one after a restart, send the same X-Instance-Id.",
  "ambiguous-name": "Add ?logsetId= with the logset that you mean.",
  "body-too-large": "Send less: a heartbeat has at most 16 KB, a batch 256 KB.",
  "heartbeat-rejected":
    "Read upstream, and fix the heartbeat: CLS may not know its group, logset or topic.",
  "relay-refused":
    "Tell the operator of the relay: its credentials or its region are not accepted.",
  "relay-misconfigured":
    "Tell the operator of the relay: its log and npm run doctor say what is wrong.",
  throttled:
    "Wait as Retry-After says, then send it again. Ask for a higher rate if it happens often.",
  overloaded:
    "Wait as Retry-After says: there is room when another consumer leaves. The operator of the relay can raise its rate, use a second SecretId in a second relay, or give the groups longer leases.",
  "internal-error": "Send it again. If it stays, give the operator the request id.",
  "upstream-unreachable":
    "Send it again. If it stays, the operator looks at the network of the relay.",
  "upstream-malformed":
    "Send it again. If it stays, something between the relay and CLS answers in its place.",
  "upstream-failed":
    "Send it again. If it stays, give the request id of upstream to the support of Tencent.",
  "batch-incomplete": "Send the retryable entries of results again, after the time in Retry-After.",
  "relay-busy":
    "Wait as Retry-After says, then send it again. If it stays, the operator raises RELAY_MAX_REQUESTS.",
  "not-alive": "Look at the consumer: state and its last attempt say what is wrong.",
  "ledger-unavailable":
    "Wait as Retry-After says, then ask again. If it stays, the operator looks at the table.",
  "upstream-unavailable": "Wait as Retry-After says, then send it again.",
  "deadline-exceeded": "Send it again at once, while the lease lasts.",
  "not-attempted": "Send it again, in a smaller batch.",
};
