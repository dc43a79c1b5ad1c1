import { type Declaration, declare } from "./declaration.ts";

export interface NodeToolchainOptions {
  /**
   * Node's version on the runner, as setup-node takes it.
   *
   * @default "24"
   */
  readonly version?: string;
  /**
   * Installs the dependencies.
   *
   * @default "npm ci"
   */
  readonly install?: string;
  /**
   * Checks the code without running it.
   *
   * @default "npm run lint"
   */
  readonly lint?: string;
  /**
   * Runs the unit tests and writes the coverage `report`.
   *
   * @default "npm test"
   */
  readonly test?: string;
  /**
   * The coverage report in lcov format that the tests write, from the service's directory.
   *
   * @default "coverage/lcov.info"
   */
  readonly report?: string;
}

export interface CommandsOptions {
  /**
   * Runs before each of the others.
   *
   * @default nothing
   */
  readonly setup?: string;
  /** Checks the code without running it. */
  readonly lint: string;
  /** Runs the unit tests and writes the coverage `report`. */
  readonly test: string;
  /** The coverage report in lcov format that the tests write, from the service's directory. */
  readonly report: string;
}

export type NodeToolchainDeclaration = Declaration<"node", readonly [NodeToolchainOptions]>;
export type CommandsDeclaration = Declaration<"commands", readonly [CommandsOptions]>;
export type ToolchainDeclaration = NodeToolchainDeclaration | CommandsDeclaration;

/** A service in Node with npm. */
export function node(options: NodeToolchainOptions = {}): NodeToolchainDeclaration {
  return declare("node", [options]);
}

/**
 * Any other service: the commands, as they would be typed in its directory.
 *
 * @example commands({ lint: "make lint", test: "make test", report: "build/lcov.info" })
 */
export function commands(options: CommandsOptions): CommandsDeclaration {
  return declare("commands", [options]);
}
