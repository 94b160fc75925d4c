declare module "dynalite" {
  import type { Server } from "node:http";
  function dynalite(options?: { createTableMs?: number }): Server;
  export = dynalite;
}

declare module "dynalite/db/index.js" {
  type Refusal = Error & { readonly body: object };
  type Condition = { readonly ReturnValuesOnConditionCheckFailure?: string };
  const db: {
    checkConditional: (data: Condition, item: object | undefined) => Refusal | null | undefined;
  };
  export = db;
}

declare module "dynalite/validations/updateItem.js" {
  const validation: { readonly types: Record<string, object> };
  export = validation;
}
