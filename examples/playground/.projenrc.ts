import { Project } from "projen";
import {
  availability,
  ContainerService,
  canary,
  embedded,
  environment,
  latency,
  node,
  rolling,
  urlOf,
  webhook,
} from "tidegate";

const project = new Project({ name: "playground" });
project.gitignore.exclude("coverage/", "results/", "*.log");

const notify = [webhook({ url: "TEAM_WEBHOOK_URL", signingKey: "TEAM_WEBHOOK_KEY" })]; // names of secrets
// Everything here is quick enough to watch. A real service leaves these out: the defaults take minutes, not seconds.
const limits = { ready: "20s", hold: "15s", lease: "5s", poll: "500ms" } as const;
const quickly = rolling({ settle: "500ms", bake: "1s" });

new ContainerService(project, {
  service: "data",
  directory: "services/data",
  toolchain: node(),
  image: { registry: "ghcr.io/acme", port: 9876 },
  objectives: [availability("99.9%"), latency({ under: "200ms", target: "95%" })],
  environments: [
    environment("dev", { target: embedded(), strategy: quickly, limits }),
    environment("staging", { target: embedded(), strategy: quickly, limits }),
    environment("production", { target: embedded(), strategy: quickly, limits, approvers: ["team:sre"] }),
  ],
  notify,
});

const info = embedded({ env: { DATA_URL: urlOf("data") } });

new ContainerService(project, {
  service: "info",
  directory: "services/info",
  toolchain: node(),
  image: { registry: "ghcr.io/acme", port: 5555 },
  objectives: [availability("99.9%"), latency({ under: "50ms", target: "95%" })],
  environments: [
    environment("dev", { target: info, strategy: quickly, limits }),
    environment("staging", { target: info, strategy: quickly, limits }),
    environment("production", {
      target: info,
      strategy: canary({ steps: ["5%", "20%", "50%"], settle: "1s", observe: "4s", maxObserve: "12s", bake: "3s" }),
      // Few requests come by in such short steps, so that only gross regressions can be ruled out in one.
      judge: { minRequests: 120, detectRatio: 40 },
      limits,
      approvers: ["team:sre"],
    }),
  ],
  notify,
});

project.synth();
