import { connect, type Socket } from "node:net";

const head = "POST /v1/heartbeats HTTP/1.1\r\nHost: relay\r\nContent-Length: 500\r\n";

/** What a slow sender has sent after each of its bytes; the last kind sends nothing at all. */
const kinds = [head, `${head}\r\n{`, ""];

/** Connections that send a byte now and then, or nothing; each is opened again when the server has closed it. */
export function startSlowCrowd(url: string, count: number): () => void {
  const port = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  let isOver = false;
  const open = (text: string) => {
    const socket = connect(port, "127.0.0.1");
    sockets.add(socket);
    let sent = 0;
    const trickle = setInterval(() => {
      if (text !== "") socket.write(text[sent++] ?? " ");
    }, 200);
    socket.on("error", () => undefined).resume();
    socket.on("close", () => {
      clearInterval(trickle);
      sockets.delete(socket);
      if (!isOver) open(text);
    });
  };
  for (let index = 0; index < count; index += 1) open(kinds[index % kinds.length] ?? "");
  return () => {
    isOver = true;
    for (const socket of sockets) socket.destroy();
  };
}
