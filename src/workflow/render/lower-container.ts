import { isExpression, type JobScope, type Text } from "../expression/expression.ts";
import type { Container, ServiceContainer } from "../model/container.ts";
import { defined, optional, type Plain, type Writer } from "./writer.ts";

type Kind = "container" | "services";

function lowerFields({ image, credentials, env, ports, volumes, options }: Container, kind: Kind, to: Writer) {
  const texts = (values: readonly Text<JobScope>[]) => values.map((each) => to.value(each, kind));
  return {
    image: to.value(image, kind),
    credentials: optional(credentials, ({ username, password }) => ({
      username: to.value(username, "container-registry-credentials"),
      password: to.value(password, "container-registry-credentials"),
    })),
    env: optional(env, (variables) => to.record(variables, "string-runner-context")),
    ports: optional(ports, texts),
    volumes: optional(volumes, texts),
    options: optional(options, (value) => to.value(value, kind)),
  };
}

/** The container a job runs in; only an image is written as a text. */
export function lowerContainer(container: Container | Text<JobScope>, to: Writer): Plain {
  return typeof container === "string" || isExpression(container)
    ? to.value(container, "container")
    : defined(lowerFields(container, "container", to));
}

export function lowerServices(services: Readonly<Record<string, ServiceContainer>>, to: Writer): Plain {
  const lowered = Object.entries(services).map(([name, { entrypoint, command, ...service }]) => [
    name,
    defined({
      ...lowerFields(service, "services", to),
      entrypoint: optional(entrypoint, (value) => to.value(value, "services")),
      command: optional(command, (value) => to.value(value, "services")),
    }),
  ]);
  return Object.fromEntries(lowered);
}
