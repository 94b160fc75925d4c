/** A logset that nobody has: asked about where none is named, only to see whether CLS accepts the credentials. */
export const nobodysLogset = "00000000-0000-0000-0000-000000000000";

/**
 * Whether CLS refused the logset that was asked about, and so accepted the credentials. Which code CLS gives
 * for a logset that does not exist is not documented: these families are those that can name it. Any other,
 * such as `UnsupportedOperation.UnsupportedRegion` or `FailedOperation`, says nothing of the credentials.
 */
export function isAboutLogset(tencentCode: string): boolean {
  return /^(?:ResourceNotFound|InvalidParameter|InvalidParameterValue)(?:\.|$)/.test(tencentCode);
}
