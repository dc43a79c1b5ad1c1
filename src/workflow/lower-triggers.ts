import type { DispatchInput, DispatchModel } from "./dispatch.ts";
import type { Triggers, WorkflowRunFilters } from "./triggers.ts";
import { defined, type Plain } from "./writer.ts";

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function lowerInput(definition: DispatchInput): Plain {
  const { description, type, required = false } = definition;
  return defined({
    description,
    type,
    required,
    default: definition.default,
    options: definition.type === "choice" ? definition.options : undefined,
  });
}

function lowerDispatch(dispatch: DispatchModel | Readonly<Record<never, never>>): Plain {
  const definitions = "definitions" in dispatch ? Object.entries(dispatch.definitions) : [];
  return definitions.length === 0
    ? {}
    : { inputs: Object.fromEntries(definitions.map(([name, definition]) => [name, lowerInput(definition)])) };
}

function lowerWorkflowRun({ workflows, types, branches, branchesIgnore }: WorkflowRunFilters): Plain {
  const names = workflows.map((workflow) => (typeof workflow === "string" ? workflow : workflow.name));
  return defined({ workflows: names, types, branches, "branches-ignore": branchesIgnore });
}

function lowerFilters(filters: object): Plain {
  return defined(Object.fromEntries(Object.entries(filters).map(([key, value]) => [kebab(key), value as Plain])));
}

function lowerEvent(event: string, on: Triggers): Plain {
  switch (event) {
    case "workflow_dispatch":
      return lowerDispatch(on.workflow_dispatch ?? {});
    case "workflow_run":
      return on.workflow_run ? lowerWorkflowRun(on.workflow_run) : {};
    case "schedule":
      return on.schedule?.map(({ cron, timezone }) => defined({ cron, timezone })) ?? [];
    default:
      return lowerFilters(on[event as keyof Triggers] ?? {});
  }
}

/** Events without filters have an empty value, as GitHub's documentation writes them. */
export function lowerTriggers(on: Triggers): Plain {
  const events = Object.entries(on).filter(([, filters]) => filters !== undefined);
  return Object.fromEntries(
    events.map(([event]) => {
      const lowered = lowerEvent(event, on);
      const isEmpty = typeof lowered === "object" && lowered !== null && Object.keys(lowered).length === 0;
      return [event, isEmpty ? null : lowered];
    }),
  );
}
