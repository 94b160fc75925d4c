/** A refusal in Tencent's own terms: `code` and `message` go out as `Response.Error`. */
export class ClsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "ClsError";
    this.code = code;
  }
}
