import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** Headers of one connection, not of the message: https://www.rfc-editor.org/rfc/rfc9110#name-connection */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What passes through a proxy unchanged. */
export function endToEndHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.includes(name)));
}

/** Headers for the instance: the client's, and who the client is. */
export function upstreamHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEndHeaders(request.headers);
  const before = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "unknown";
  return {
    ...headers,
    "x-forwarded-for": before === undefined ? client : `${before}, ${client}`,
    "x-forwarded-host": request.headers.host,
    "x-forwarded-proto": "http",
    // Without a length Node would not send the body of a GET or DELETE.
    ...(request.headers["transfer-encoding"] === undefined ? {} : { "transfer-encoding": "chunked" }),
  };
}
