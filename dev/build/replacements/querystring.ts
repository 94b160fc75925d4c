/** In place of `node:querystring`: the SDK writes GET requests with it; ours are POST. */
export default {
  stringify(): never {
    throw new Error("GET requests are not in this bundle");
  },
};
