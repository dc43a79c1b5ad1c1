// A service for the tests: answers as its path says, and as its environment says it starts.
import { createServer } from "node:http";

const { PORT, VERSION, MODE = "good" } = process.env;
if (MODE === "exits") {
  console.error("cannot find the tide table");
  process.exit(7);
}

const noted = [];

/** A bad release answers as the path says, a good one well. */
function asMode(how, request, response) {
  if (MODE !== "bad") response.end(VERSION);
  else if (how === "fail") response.writeHead(500).end();
  else if (how === "hang-up") request.socket.destroy();
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
  "/note": (request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      noted.push({ method: request.method, body, mirror: request.headers["x-tidegate-mirror"] });
      response.end();
    });
  },
  "/noted": (_, response) => response.end(JSON.stringify(noted)),
  "/as-mode/hang": (request, response) => asMode("hang", request, response),
  "/as-mode/fail": (request, response) => asMode("fail", request, response),
  "/as-mode/hang-up": (request, response) => asMode("hang-up", request, response),
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
