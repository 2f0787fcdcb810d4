/** An error as OpenAI puts it into a response: a status and the fields of the `error` object. */
export interface ApiError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** What may be left out of an {@link invalidRequest}. */
export interface InvalidRequestDetails {
  readonly status?: number;
  readonly param?: string;
  readonly code?: string;
}

/** A request that the server will not carry out, 400 unless told otherwise. */
export function invalidRequest(message: string, details: InvalidRequestDetails = {}): ApiError {
  return {
    status: details.status ?? 400,
    message,
    type: 'invalid_request_error',
    param: details.param ?? null,
    code: details.code ?? null,
  };
}

/** A failure of the server itself. */
export function serverError(message: string, code: string | null = null): ApiError {
  return { status: 500, message, type: 'server_error', param: null, code };
}

/** The JSON body that carries the error. */
export function errorBody(error: ApiError): { readonly error: Omit<ApiError, 'status'> } {
  const { message, type, param, code } = error;
  return { error: { message, type, param, code } };
}
