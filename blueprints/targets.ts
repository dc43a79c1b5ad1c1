import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";

export type UrlOfDeclaration = Declaration<"url-of", readonly [string]>;

export interface EmbeddedOptions {
  /**
   * Port where users reach the service on the machine; 0 takes a free one and keeps it.
   *
   * @default 0
   */
  readonly port?: number;
  /**
   * Instances of a release, 1 to 16.
   *
   * @default 2
   */
  readonly instances?: number;
  /**
   * Environment of the service's processes: text, or `urlOf("other")` for another service of this repository.
   *
   * @default none
   */
  readonly env?: Readonly<Record<string, string | UrlOfDeclaration>>;
  /**
   * Path that answers 2xx once an instance may serve.
   *
   * @default "/healthz"
   */
  readonly healthPath?: string;
  /**
   * How long a stopped instance may take to finish its requests.
   *
   * @default "10s"
   */
  readonly drain?: Duration;
}

export type EmbeddedDeclaration = Declaration<"embedded", readonly [EmbeddedOptions]>;
export type TargetDeclaration = EmbeddedDeclaration;

/** Runs each release as processes of one machine behind a small weighted proxy. For rehearsals and single machines. */
export function embedded(options: EmbeddedOptions = {}): EmbeddedDeclaration {
  return declare("embedded", [options]);
}

/** Where another service of this repository is reached, in the same environment. */
export function urlOf(service: string): UrlOfDeclaration {
  return declare("url-of", [service]);
}
