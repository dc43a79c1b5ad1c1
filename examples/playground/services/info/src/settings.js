/** The configuration cannot be used; `problems` has one sentence for each bad value. */
export class ConfigError extends Error {
  /** @param {readonly string[]} problems */
  constructor(problems) {
    super(problems.join("; "));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/**
 * Reads settings from environment variables and collects what is wrong with them, so that all of it is said at once.
 * A variable that is not set takes its default; one that is set but empty is a mistake.
 * @param {Record<string, string | undefined>} env
 */
export function settings(env) {
  const problems = [];
  const read = (name, fallback, accepts, wanted) => {
    const value = env[name] ?? fallback;
    if (!accepts(value)) problems.push(`${name} must be ${wanted}, got ${JSON.stringify(value)}`);
    return value;
  };
  return {
    /** @returns {string} */
    text: (name, fallback, pattern, wanted) => read(name, fallback, (value) => pattern.test(value), wanted),
    /** @returns {number} a whole number from `least` to `most` */
    whole(name, fallback, { least, most }) {
      const fits = (value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
      return Number(read(name, String(fallback), fits, `a whole number from ${least} to ${most}`));
    },
    /** @returns {string} an http or https address without a trailing slash */
    url(name, fallback) {
      const fits = (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
      return read(name, fallback, fits, "an http or https URL").replace(/\/+$/, "");
    },
    /** @throws {ConfigError} when any value that was read is bad */
    done() {
      if (problems.length > 0) throw new ConfigError(problems);
    },
  };
}
