import type { Path } from "../check/workflow-view.ts";
import { array, type Code, data, object } from "./code.ts";
import type { ExpressionPlace } from "./expression-code.ts";
import type { ImportReport } from "./report.ts";
import { openSection, type Section } from "./section.ts";
import { hasExpression } from "./template-text.ts";
import { recordCode, textValue, valueCode } from "./value-code.ts";
import { booleanType } from "./value-type.ts";

/** What turns the parts of one job, or of the workflow, into code. */
export interface OptionsContext {
  readonly report: ImportReport;
  place(path: Path): ExpressionPlace;
}

const given = (value: unknown) => value !== undefined && value !== null;

/** The option under that key, if the file has it. */
export function optional(
  section: Section,
  key: string,
  make: (value: unknown, path: Path) => Code | undefined,
): Code | undefined {
  const value = section.take(key);
  return given(value) ? make(value, section.at(key)) : undefined;
}

export function concurrencyCode(value: unknown, path: Path, { report, place }: OptionsContext): Code {
  if (typeof value === "string") {
    return object({ group: textValue(value, place(path)) });
  }
  const section = openSection(path, value, report);
  // Where all wait nobody is cancelled, whether the file says so or not.
  const isSaid = section.fields.queue === "max" && section.fields["cancel-in-progress"] === false;
  if (isSaid) {
    section.take("cancel-in-progress");
  }
  const code = object({
    group: optional(section, "group", (group, at) => textValue(group, place(at))),
    cancelInProgress: isSaid
      ? undefined
      : optional(section, "cancel-in-progress", (cancel, at) => valueCode(cancel, place(at), booleanType)),
    queue: optional(section, "queue", data),
  });
  section.close();
  return code;
}

export function defaultsCode(value: unknown, path: Path, { report, place }: OptionsContext): Code | undefined {
  const section = openSection(path, value, report);
  const run = section.section("run");
  const code = object({
    shell: optional(run, "shell", (shell) => data(String(shell))),
    workingDirectory: optional(run, "working-directory", (directory, at) => textValue(directory, place(at))),
  });
  run.close();
  section.close();
  return code.entries.length > 0 ? code : undefined;
}

export function environmentCode(value: unknown, path: Path, { report, place }: OptionsContext): Code {
  if (typeof value !== "object") {
    return hasExpression(value) ? object({ name: textValue(value, place(path)) }) : data(String(value));
  }
  const section = openSection(path, value, report);
  const code = object({
    name: optional(section, "name", (name, at) => textValue(name, place(at))),
    url: optional(section, "url", (url, at) => textValue(url, place(at))),
    deployment: optional(section, "deployment", (deployment, at) => valueCode(deployment, place(at), booleanType)),
  });
  section.close();
  return code;
}

export function runsOnCode(value: unknown, path: Path, { report, place }: OptionsContext): Code {
  if (Array.isArray(value)) {
    return array(value.map((label) => textValue(label, place(path))));
  }
  if (typeof value !== "object") {
    return textValue(value, place(path));
  }
  const section = openSection(path, value, report);
  const code = object({
    group: optional(section, "group", (group, at) => textValue(group, place(at))),
    labels: optional(section, "labels", (labels, at) => runsOnCode(labels, at, { report, place })),
  });
  section.close();
  return code;
}

function textsCode(value: unknown, path: Path, { report, place }: OptionsContext): Code | undefined {
  if (hasExpression(value)) {
    report.unexpressed(
      path,
      "A list of ports or volumes that is computed as a whole is not known to tidegate; it is not imported.",
    );
    return undefined;
  }
  const items = Array.isArray(value) ? value : [value];
  return array(items.map((item) => textValue(item, place(path))));
}

function credentialsCode(value: unknown, path: Path, { report, place }: OptionsContext): Code | undefined {
  const section = openSection(path, value, report);
  const password = section.take("password");
  const username = section.take("username");
  section.close();
  if (!hasExpression(password)) {
    report.unexpressed(path, "The password stands in the file in plain text. Make it a secret; it is not imported.");
    return undefined;
  }
  return object({
    username: textValue(username, place(section.at("username"))),
    password: textValue(password, place(section.at("password"))),
  });
}

function containerCode(value: unknown, path: Path, context: OptionsContext): Code {
  const section = openSection(path, value, context.report);
  const { place } = context;
  const code = object({
    image: optional(section, "image", (image, at) => textValue(image, place(at))),
    credentials: optional(section, "credentials", (credentials, at) => credentialsCode(credentials, at, context)),
    env: optional(section, "env", (env, at) => recordCode(env, place(at))),
    ports: optional(section, "ports", (ports, at) => textsCode(ports, at, context)),
    volumes: optional(section, "volumes", (volumes, at) => textsCode(volumes, at, context)),
    options: optional(section, "options", (options, at) => textValue(options, place(at))),
    entrypoint: optional(section, "entrypoint", (entrypoint, at) => textValue(entrypoint, place(at))),
    command: optional(section, "command", (command, at) => textValue(command, place(at))),
  });
  section.close();
  return code;
}

export function jobContainerCode(value: unknown, path: Path, context: OptionsContext): Code {
  return typeof value === "object" ? containerCode(value, path, context) : textValue(value, context.place(path));
}

export function servicesCode(value: unknown, path: Path, context: OptionsContext): Code {
  const services = Object.entries((value ?? {}) as Record<string, unknown>);
  return object(
    Object.fromEntries(services.map(([name, service]) => [name, containerCode(service, [...path, name], context)])),
  );
}

export function snapshotCode(value: unknown, path: Path, context: OptionsContext): Code {
  if (typeof value === "string") {
    return object({ imageName: data(value) });
  }
  const section = openSection(path, value, context.report);
  const code = object({
    imageName: optional(section, "image-name", data),
    version: optional(section, "version", (version) => data(String(version))),
  });
  section.close();
  return code;
}
