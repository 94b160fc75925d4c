/**
 * In place of the SDK's model of event streams, which loads `node:readline`: our agent takes the content
 * type from every answer, so that none is taken for a stream.
 */
export function SSEResponseModel(): never {
  throw new Error("event streams are not in this bundle");
}
