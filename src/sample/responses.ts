import type { HttpResponse } from '../domain/http';

const encoder = new TextEncoder();

/**
 * An answer with the headers that every service sends. `headers` come last and can replace them; they have to tell the
 * length of what is still to be made.
 */
export function respond(
  status: number,
  contentType: string,
  content: HttpResponse['body'] | string,
  now: number,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const body = typeof content === 'string' ? encoder.encode(content) : content;
  return {
    status,
    headers: {
      'content-type': contentType,
      ...(body instanceof Uint8Array && { 'content-length': String(body.length) }),
      date: new Date(now).toUTCString(),
      ...headers,
    },
    body,
  };
}
