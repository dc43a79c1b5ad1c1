/** A monorepo of as many services as SERVICES says. */
import { mkdirSync, writeFileSync } from "node:fs";
import { Project } from "projen";
import { availability, ContainerService, canary, commands, embedded, environment } from "tidegate";

const project = new Project({ name: "fleet" });
const services = Array.from({ length: Number(process.env.SERVICES) }, (_, index) => `service-${index}`);

for (const service of services) {
  const directory = `services/${service}`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/Dockerfile`, "FROM scratch\nUSER 1000\nEXPOSE 5555\n");
  new ContainerService(project, {
    service,
    directory,
    toolchain: commands({ lint: "make lint", test: "make test", report: "report.xml" }),
    image: { registry: "ghcr.io/acme", port: 5555 },
    objectives: [availability("99.9%")],
    environments: [
      environment("dev", { target: embedded() }),
      environment("production", { target: embedded(), strategy: canary({ observe: "20m" }) }),
    ],
  });
}

project.synth();
