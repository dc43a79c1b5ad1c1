/** A tag of an action's repository, as its source has it. */
export interface ActionTag {
  readonly tag: string;
  /** The commit, not the annotated tag's own object. */
  readonly sha: string;
  /** When it was released, as far as the source tells. */
  readonly releasedAt: Date | undefined;
}

/** Where actions are looked up: a clone on this machine, or GitHub. */
export interface ActionSource {
  /** For messages: `the clone in ../checkout`, `GitHub`. */
  readonly name: string;
  /** Names of all tags of `owner/name`. @throws TidegateError when the source cannot be read */
  tags(repository: string): Promise<readonly string[]>;
  /** @throws TidegateError when the source cannot be read */
  findTag(repository: string, tag: string): Promise<ActionTag | undefined>;
  /** Text of a file at a commit; `undefined` when it is not there. @throws TidegateError when the source cannot be read */
  readFile(repository: string, sha: string, path: string): Promise<string | undefined>;
}
