/** What any machine that runs the tests has the means for; schedulers by the command inside them. */
export const runEverywhere = [
  ...["sh and curl", "wget", "Node", "TypeScript", "cron", "Docker HEALTHCHECK"],
  ...["Kubernetes sidecar", "Kubernetes CronJob", "GitHub Actions"],
] as const;

/** What `.ci/run` installs the means for. */
export const runInCi = ["Python", "Go", "Java", "Ruby", "Perl"] as const;
