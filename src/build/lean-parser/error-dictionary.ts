/**
 * Stands in for the language service's `error-dictionary` in the bundles: same names, same behaviour, but a dictionary
 * is wrapped as far as it is looked into, where the original copies all of them, with every key of every event, for
 * every expression. A test compares what both find.
 */
import { data, isDescriptionDictionary } from "@actions/expressions";
import { isDictionary } from "@actions/expressions/data/dictionary";
import { TidegateError } from "../../errors/tidegate-error.ts";

type Dictionary = InstanceType<typeof data.Dictionary>;
type ExpressionData = ReturnType<Dictionary["values"]>[number];

/** What an expression reads is not there. Caught by the language service, which words its own message. */
export class AccessError extends TidegateError {
  readonly keyName: string;

  constructor(message: string, keyName: string) {
    super("not-found", message);
    this.keyName = keyName;
  }
}

const wrapped = new WeakMap<object, ErrorDictionary>();

/** A view of a dictionary in which reading a key that is not there is an error, unless the dictionary is incomplete. */
export class ErrorDictionary extends data.Dictionary {
  readonly #source: Dictionary;
  readonly complete: boolean;

  constructor(source: Dictionary) {
    super();
    this.#source = source;
    this.complete = isDescriptionDictionary(source) ? source.complete : true;
  }

  override get(key: string): ExpressionData | undefined {
    const value = this.#source.get(key);
    if (value) return wrapValue(value);
    if (this.complete) throw new AccessError(`Invalid context access: ${key}`, key);
    return undefined;
  }

  override values(): ExpressionData[] {
    return this.#source.values().map(wrapValue);
  }

  override pairs() {
    return this.#source.pairs().map(({ key, value }) => ({ key, value: wrapValue(value) }));
  }
}

function wrapValue(value: ExpressionData): ExpressionData {
  return isDictionary(value) ? wrapDictionary(value) : value;
}

export function wrapDictionary(dictionary: Dictionary): ErrorDictionary {
  const known = wrapped.get(dictionary) ?? new ErrorDictionary(dictionary);
  wrapped.set(dictionary, known);
  return known;
}
