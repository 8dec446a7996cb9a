/** An error that a service answers with; `aws-json.ts` puts it on the wire. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  /** `code` as on the wire, for example `ResourceNotFoundException`. Errors of Amazon Forecast all have status 400. */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}
