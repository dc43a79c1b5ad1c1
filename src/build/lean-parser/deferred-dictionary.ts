import { DescriptionDictionary, type data } from "@actions/expressions";

type Dictionary = InstanceType<typeof data.Dictionary>;

/**
 * A dictionary that is made when it is first looked into. The payload of an event has thousands of keys, of which most
 * workflows read none.
 */
export class DeferredDictionary extends DescriptionDictionary {
  readonly #make: () => Dictionary;
  #made: Dictionary | undefined;

  constructor(make: () => Dictionary) {
    super();
    this.#make = make;
  }

  get #dictionary(): Dictionary {
    this.#made ??= this.#make();
    return this.#made;
  }

  override get(key: string) {
    return this.#dictionary.get(key);
  }

  override values() {
    return this.#dictionary.values();
  }

  override pairs() {
    return this.#dictionary.pairs();
  }
}
