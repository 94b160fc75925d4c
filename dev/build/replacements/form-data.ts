/** In place of `form-data` with `mime-db` (145 KB): the SDK uploads files with it; a heartbeat is JSON. */
export default function FormData(): never {
  throw new Error("multipart requests are not in this bundle");
}
