import type { WireProtocol } from './awsService.ts'
import type { ErrorTypeForm } from './faults.ts'
import type { HttpAnswer } from './http.ts'
import { newIdentifier } from './identifiers.ts'

/** What differs between the services that speak AWS JSON. */
export type AwsJsonDialect = {
  readonly version: '1.0' | '1.1'
  /** For example `com.amazonaws.networkfirewall`. */
  readonly namespace: string
  /** The key of the error text: the services do not agree on its letter case. */
  readonly messageKey: 'message' | 'Message'
  /** Header `x-amzn-query-error` by error name, where a service once spoke the query protocol. */
  readonly queryErrorCodes?: Readonly<Record<string, string>>
}

/** AWS JSON 1.0 and 1.1: `POST /` with the operation in `x-amz-target`. */
export function awsJsonProtocol(dialect: AwsJsonDialect): WireProtocol {
  return {
    encodeResult: (_operation, result) => jsonAnswer(dialect, 200, result),
    encodeError: ({ httpStatus, errorType, message, typeForm = 'bare' }) => {
      const body = { ...typeMember(typeForm, dialect, errorType), [dialect.messageKey]: message }
      return jsonAnswer(dialect, httpStatus, body, errorHeaders(typeForm, dialect, errorType))
    },
  }
}

function jsonAnswer(
  dialect: AwsJsonDialect,
  status: number,
  body: object,
  extraHeaders: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const headers = {
    'content-type': `application/x-amz-json-${dialect.version}`,
    'x-amzn-requestid': newIdentifier(),
    ...extraHeaders,
  }
  return { status, headers, body: JSON.stringify(body) }
}

function typeMember(form: ErrorTypeForm, dialect: AwsJsonDialect, errorType: string): object {
  switch (form) {
    case 'bare':
      return { __type: errorType }
    case 'namespaced':
      return { __type: `${dialect.namespace}#${errorType}` }
    case 'coral':
      return { __type: `com.amazon.coral.service#${errorType}` }
    case 'header-only':
      return {}
  }
}

function errorHeaders(
  form: ErrorTypeForm,
  dialect: AwsJsonDialect,
  errorType: string,
): Record<string, string> {
  const queryErrorCode = dialect.queryErrorCodes?.[errorType]
  return {
    ...(form === 'header-only' ? { 'x-amzn-errortype': `${errorType}:http://internal/` } : {}),
    ...(queryErrorCode ? { 'x-amzn-query-error': `${queryErrorCode};Sender` } : {}),
  }
}
