import db from "dynalite/db/index.js";
import updateItem from "dynalite/validations/updateItem.js";

/**
 * DynamoDB has given the old item of a failed condition since 2023, dynalite does not. It is put into the refusal
 * where the condition is checked, under dynalite's own lock of the item, so it is the very item that was refused.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export function giveOldItems(): void {
  updateItem.types["ReturnValuesOnConditionCheckFailure"] = {
    type: "String",
    enum: ["ALL_OLD", "NONE"],
  };
  const check = db.checkConditional;
  db.checkConditional = (data, item) => {
    const refusal = check(data, item);
    if (refusal && item && data.ReturnValuesOnConditionCheckFailure === "ALL_OLD") {
      Object.assign(refusal.body, { Item: item });
    }
    return refusal;
  };
}
