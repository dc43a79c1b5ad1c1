// A service for the tests: answers as its path says, and as its environment says it starts.
import { createServer } from "node:http";

const { PORT, VERSION, MODE = "good" } = process.env;
if (MODE === "exits") {
  console.error("cannot find the tide table");
  process.exit(7);
}

const answers = {
  "/healthz": (_, response) => response.writeHead(MODE === "never-ready" ? 503 : 200).end(),
  "/fail": (_, response) => response.writeHead(500).end(),
  "/missing": (_, response) => response.writeHead(404).end(),
  "/crash": () => process.exit(3),
  "/cut": (_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("half");
    setTimeout(() => response.destroy(), 20);
  },
  "/hang-up": (request) => request.socket.destroy(),
  "/headers": (request, response) => {
    response.writeHead(200, {
      "set-cookie": ["a=1", "b=2"],
      "x-kept": "yes",
      connection: "x-private",
      "x-private": "no",
    });
    response.end(JSON.stringify(request.headers));
  },
  "/environment": (_, response) => response.end(JSON.stringify(process.env)),
  "/pid": (_, response) => response.end(String(process.pid)),
  "/echo": (request, response) => request.pipe(response),
};

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://service");
  if (url.pathname === "/slow") {
    setTimeout(() => response.end(VERSION), Number(url.searchParams.get("ms")));
    return;
  }
  const answer = answers[url.pathname];
  if (answer) answer(request, response);
  else response.end(VERSION);
});
server.listen(Number(PORT), "127.0.0.1");
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
