/** The host that the relay and the documentation name first. */
export const DEFAULT_ENDPOINT = "cls.intl.tencentcloudapi.com";

const PUBLIC_HOST =
  /^cls\.(?:(?:intl|internal|[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*)\.)?tencentcloudapi\.com$/;

/** Whether CLS answers under this name: mainland, international, inside a VPC, or of one region. */
export function isPublicHost(host: string): boolean {
  return PUBLIC_HOST.test(host);
}
