import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "@jest/globals";

export type SecretAnswerer = (request: IncomingMessage, response: ServerResponse) => void;

export type SecretsManager = {
  /** What the relay reads to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests that came, whatever answered them. */
  readonly calls: () => number;
  /** Puts a new version into the secret. */
  readonly put: (value: object) => void;
  /** Answers in place of the service, until it is called with nothing. */
  readonly answerBy: (answerer?: SecretAnswerer) => void;
};

export const secretArn =
  "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:heartbeat-relay/tencentcloud-AbCdEf";

const aws = {
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "AKIAofTheTestsOnly00",
  AWS_SECRET_ACCESS_KEY: "secretAccessKeyOfTheTestsOnly",
  AWS_SESSION_TOKEN: "sessionTokenOfTheTestsOnly",
};

export function refuseWith(type: string, status = 400): SecretAnswerer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: type, Message: "not for you" }));
  };
}

const closings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

/**
 * A server that knows GetSecretValue, of one secret. That the signature is right is proved against another signer
 * (test/unit/aws); here it is of the right key, service and region.
 */
export async function startSecretsManager(value: object): Promise<SecretsManager> {
  let current = value;
  let calls = 0;
  let answer: SecretAnswerer = serve;
  const server = createServer((request, response) => {
    calls += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );

  function serve(request: IncomingMessage, response: ServerResponse): void {
    void text(request).then((body) => {
      const { authorization = "", "x-amz-target": target, "content-type": type } = request.headers;
      const scope = `Credential=${aws.AWS_ACCESS_KEY_ID}/\\d{8}/${aws.AWS_REGION}/secretsmanager/aws4_request`;
      const asked = JSON.parse(body) as { SecretId: string };
      const isRight =
        new RegExp(scope).test(authorization) &&
        target === "secretsmanager.GetSecretValue" &&
        type === "application/x-amz-json-1.1" &&
        asked.SecretId === secretArn;
      if (!isRight) {
        refuseWith("AccessDeniedException")(request, response);
        return;
      }
      const SecretString = JSON.stringify(current);
      response.end(JSON.stringify({ ARN: secretArn, SecretString, VersionStages: ["AWSCURRENT"] }));
    });
  }

  const { port } = server.address() as AddressInfo;
  return {
    env: {
      ...aws,
      RELAY_CREDENTIALS_SECRET: secretArn,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      TENCENTCLOUD_SECRET_ID: "",
      TENCENTCLOUD_SECRET_KEY: "",
    },
    calls: () => calls,
    put: (next) => {
      current = next;
    },
    answerBy: (answerer = serve) => {
      answer = answerer;
    },
  };
}
