/** An answer as it came over the wire. */
export type WireAnswer = {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * Every complete answer in what was received, one after the other.
 *
 * @param head whether they answer a HEAD, and so have no body whatever `Content-Length` says
 */
export function readAnswers(received: string, head = false): WireAnswer[] {
  const bytes = Buffer.from(received);
  const answers: WireAnswer[] = [];
  let at = 0;
  for (let end = bytes.indexOf("\r\n\r\n", at); end >= 0; end = bytes.indexOf("\r\n\r\n", at)) {
    const [statusLine = "", ...lines] = bytes.toString("utf8", at, end).split("\r\n");
    const headers = Object.fromEntries(lines.map(toField));
    const length = head ? 0 : Number(headers["content-length"] ?? 0);
    const from = end + 4;
    if (bytes.length < from + length) break;
    at = from + length;
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1]);
    answers.push({ status, headers, body: bytes.toString("utf8", from, at) });
  }
  return answers;
}

function toField(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

/** The statuses, without those that only say to go on. */
export function statusesOf(answers: readonly WireAnswer[]): number[] {
  return answers.map(({ status }) => status).filter((status) => status >= 200);
}

/** Whether an answer says that a lease was renewed. */
export function saysRenewed({ status, headers, body }: WireAnswer): boolean {
  if (status === 204) return headers["preference-applied"] !== undefined;
  return status === 200 && !body.startsWith('{"status":');
}
