import type { DispatchInput, DispatchModel } from "../model/dispatch.ts";
import { ignoreRemark } from "../model/ignore.ts";
import type { Event, Triggers, WorkflowRunFilters } from "../model/triggers.ts";
import { defined, type Plain, type Remark, type Writer } from "./writer.ts";

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

function lowerFilters({ ignores: _, ...filters }: Event): Plain {
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

function eventRemark(event: string, on: Triggers, to: Writer): readonly Remark[] {
  const filters: object = on[event as keyof Triggers] ?? {};
  const { ignores = [] } = filters as Event;
  const text = ignoreRemark(ignores, undefined, { report: to.context.report, place: to.place });
  return text === undefined ? [] : [{ path: ["on", event], text }];
}

export interface LoweredTriggers {
  readonly on: Plain;
  readonly remarks: readonly Remark[];
}

/** Events without filters have an empty value, as GitHub's documentation writes them. */
export function lowerTriggers(on: Triggers, to: Writer): LoweredTriggers {
  const events = Object.entries(on).flatMap(([event, filters]) => (filters === undefined ? [] : [event]));
  const lowered = events.map((event) => {
    const value = lowerEvent(event, on);
    const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
    return [event, isEmpty ? null : value] as const;
  });
  return { on: Object.fromEntries(lowered), remarks: events.flatMap((event) => eventRemark(event, on, to)) };
}
