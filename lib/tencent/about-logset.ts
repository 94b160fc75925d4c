/** A logset that nobody has: asked about where none is named, only to see whether CLS accepts who asks. */
export const nobodysLogset = "00000000-0000-0000-0000-000000000000";

/**
 * Whether a refusal is of the logset that was asked about, and so says that whoever asked was accepted. Which
 * code CLS gives for a logset that is not there is not documented: these families are those that can name it.
 * Any other, `UnsupportedOperation.UnsupportedRegion` or `FailedOperation` for one, says nothing of that.
 */
export function isAboutLogset(tencentCode: string): boolean {
  return /^(?:ResourceNotFound|InvalidParameter|InvalidParameterValue)(?:\.|$)/.test(tencentCode);
}
