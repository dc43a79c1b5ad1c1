/** What became of a mistake. */
export type Outcome =
  /** The compiler refuses it. */
  | { readonly kind: "compile"; readonly told: string }
  /** It compiles; making the file fails. */
  | { readonly kind: "synth"; readonly told: string }
  /** The file is made. */
  | { readonly kind: "missed" }
  /** There is no way to write it. */
  | { readonly kind: "impossible" };
