/** What all four fronts take for an answer. */
export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
};

/** The same answer with more headers, doubled for an ALB that reads only lists of values. */
export function withHeaders(
  from: HttpAnswer,
  more: Readonly<Record<string, string>>,
  multiValue: boolean,
): HttpAnswer {
  const headers = { ...from.headers, ...more };
  if (!multiValue) return { ...from, headers };
  const entries = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
  return { ...from, headers, multiValueHeaders: Object.fromEntries(entries) };
}

export function json(
  statusCode: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) {
  const contentType = { "Content-Type": "application/json" };
  return answer(statusCode, JSON.stringify(body), { ...contentType, ...headers });
}

export function answer(
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  // A kept answer would be a false renewal.
  return {
    statusCode,
    headers: { "Cache-Control": "no-store", ...headers },
    body,
    isBase64Encoded: false,
  };
}
