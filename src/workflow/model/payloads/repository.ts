/** A person, a bot or an organization, which `type` tells apart. */
export const user = { login: "text", id: "number", type: "text" } as const;

/** Of an issue, a pull request or a discussion. */
export const label = { name: "text", color: "text", description: "text" } as const;

/** As GitHub knew it when the event happened. */
export const repository = {
  id: "number",
  name: "text",
  fullName: "text",
  owner: user,
  private: "boolean",
  fork: "boolean",
  defaultBranch: "text",
  htmlUrl: "text",
  cloneUrl: "text",
  visibility: "text",
} as const;

const person = { name: "text", email: "text", username: "text" } as const;

/** Of a push; `username` is empty where the address belongs to nobody on GitHub. */
export const commit = {
  id: "text",
  message: "text",
  timestamp: "text",
  url: "text",
  author: person,
  committer: person,
} as const;

/** One side of a pull request; `repo` is another repository than the base's when it comes from a fork. */
export const branch = { ref: "text", sha: "text", label: "text", repo: repository, user } as const;

/** `dueOn` is empty when there is no date. */
export const milestone = { number: "number", title: "text", state: "text", dueOn: "text", htmlUrl: "text" } as const;
