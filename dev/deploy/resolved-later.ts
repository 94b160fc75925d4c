/**
 * Whether CloudFormation puts the value in at the deployment. It refuses `ssm-secure` in a function's environment.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function isResolvedLater(value: string): boolean {
  return /^\{\{resolve:(?:ssm|secretsmanager):[^{}\s]+\}\}$/.test(value);
}
