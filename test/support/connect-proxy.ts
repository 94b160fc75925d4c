import { connect, createServer } from "node:net";

/** A CONNECT proxy that sends every tunnel to one port, and keeps what it was asked for. */
export async function startProxy(port: number) {
  const asked: string[] = [];
  const proxy = createServer((client) => {
    client.once("data", (head) => {
      asked.push(head.toString().split("\r\n")[0] ?? "");
      const upstream = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(upstream).pipe(client);
      });
      for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port: ownPort } = proxy.address() as { port: number };
  return { url: `http://127.0.0.1:${ownPort}`, asked, close: () => void proxy.close() };
}
