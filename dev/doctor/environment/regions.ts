// Regions of Tencent Cloud, by the spelling of its API. Only a reason for doubt, never for a refusal: new ones come.

export const mainlandRegions: readonly string[] = [
  "ap-beijing",
  "ap-beijing-fsi",
  "ap-chengdu",
  "ap-chongqing",
  "ap-guangzhou",
  "ap-nanjing",
  "ap-qingyuan",
  "ap-shanghai",
  "ap-shanghai-fsi",
  "ap-shenzhen-fsi",
  "ap-tianjin",
];

export const knownRegions: readonly string[] = [
  ...mainlandRegions,
  "ap-bangkok",
  "ap-hongkong",
  "ap-jakarta",
  "ap-mumbai",
  "ap-osaka",
  "ap-seoul",
  "ap-singapore",
  "ap-taipei",
  "ap-tokyo",
  "eu-frankfurt",
  "eu-moscow",
  "me-saudi-arabia",
  "na-ashburn",
  "na-siliconvalley",
  "na-toronto",
  "sa-saopaulo",
];
