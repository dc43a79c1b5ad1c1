import type { Rollout } from "../rollout/record.ts";
import type { ReportLink } from "./report.ts";

const runPath = /^(\/[^/]+\/[^/]+)\/actions\/runs\/\d+/;

/** Where more is to be read. What is no web address is left out, whoever wrote it. */
export function linksOf({ runUrl, candidate, stable }: Rollout): ReportLink[] {
  const run = runUrl === undefined ? undefined : parseWebAddress(runUrl);
  if (run === undefined) return [];
  const repository = runPath.exec(run.pathname)?.[1];
  const links = [{ label: "Workflow run", url: run.href }];
  if (repository === undefined) return links;
  const page = `${run.origin}${repository}`;
  links.push({ label: `Commit ${candidate.commit.slice(0, 7)}`, url: `${page}/commit/${candidate.commit}` });
  if (stable !== undefined && stable.commit !== candidate.commit) {
    links.push({ label: "What changed", url: `${page}/compare/${stable.commit}...${candidate.commit}` });
  }
  return links;
}

function parseWebAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  return url.username === "" && url.password === "" ? url : undefined;
}
