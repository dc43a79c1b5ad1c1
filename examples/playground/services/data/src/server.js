import { createServer } from "node:http";
import { createApp } from "./app.js";
import { parseConfig } from "./config.js";
import { createDrain } from "./drain.js";
import { log } from "./log.js";
import { ConfigError } from "./settings.js";
import { stations } from "./stations.js";

function start(config) {
  const server = createServer();
  const drain = createDrain(server);
  server.on("request", createApp({ stations, version: config.version, now: Date.now, log }));
  server.once("error", (error) => {
    log({ msg: "cannot listen", host: config.host, port: config.port, error: error.message });
    process.exit(1);
  });
  server.listen(config.port, config.host, () => {
    log({ msg: "listening", service: "data", version: config.version, host: config.host, port: server.address().port });
  });
  const stop = async (signal) => {
    const finished = drain.finish(config.drainMs);
    log({ msg: "draining", signal });
    const outcome = await finished;
    log({ msg: outcome });
    process.exit(outcome === "drained" ? 0 : 1);
  };
  // Once: a second signal is from somebody who does not want to wait, and ends the process at once.
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, stop);
}

try {
  start(parseConfig(process.env));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  log({ msg: "bad configuration", problems: error.problems });
  process.exitCode = 1;
}
