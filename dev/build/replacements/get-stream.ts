/** In place of `get-stream`: the SDK reads streams among the parameters with it; a heartbeat has none. */
export default {
  buffer(): never {
    throw new Error("streams as parameters are not in this bundle");
  },
};
