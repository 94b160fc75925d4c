/** The variables without which the relay does not start. */
export const validVariables = {
  TENCENTCLOUD_SECRET_ID: "AKIDfirst",
  TENCENTCLOUD_SECRET_KEY: "second",
  TENCENTCLOUD_REGION: "ap-guangzhou",
};
