// A service that fails and dawdles as often as its environment says.
import { createServer } from "node:http";

const errors = Number(process.env.ERROR_RATIO);
const slow = Number(process.env.SLOW_RATIO);

const server = createServer((request, response) => {
  if (request.url === "/healthz") return response.end("ok");
  response.statusCode = Math.random() < errors ? 500 : 200;
  if (Math.random() < slow) return setTimeout(() => response.end("late"), 80);
  return response.end("ok");
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
