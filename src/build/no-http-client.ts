import { TidegateError } from "../errors/tidegate-error.ts";

/**
 * Stands in for @actions/http-client inside the bundles. @actions/core imports it for `getIDToken` alone, which our
 * actions do not use, and with it comes undici: 800 kB in every adopting repository and 30 ms at each start.
 */
export class HttpClient {
  constructor() {
    throw new TidegateError("unsupported", "Tokens from OpenID Connect are not available in this bundle.");
  }
}

export class BearerCredentialHandler extends HttpClient {}
