import type { WireProtocol } from './awsService.ts'
import type { HttpAnswer } from './http.ts'
import { newIdentifier } from './identifiers.ts'

/** What differs between the services that speak the AWS query protocol. */
export type AwsQueryDialect = {
  /** For example `http://sns.amazonaws.com/doc/2010-03-31/`. */
  readonly xmlNamespace: string
  /** The code on the wire for an exception's name: `InvalidParameterException` travels as `InvalidParameter`. */
  errorCode(errorType: string): string
}

/** AWS query: the request is a form, the answer XML. Results may only hold text members. */
export function awsQueryProtocol(dialect: AwsQueryDialect): WireProtocol {
  return {
    encodeResult: (operation, result) => {
      const members = Object.entries(result).map(([name, value]) => element(name, escapeXml(String(value))))
      const content = element(`${operation}Result`, members.join('')) + responseMetadata()
      return xmlAnswer(200, element(`${operation}Response`, content, dialect.xmlNamespace))
    },
    encodeError: ({ httpStatus, errorType, message }) => {
      const type = element('Type', httpStatus < 500 ? 'Sender' : 'Receiver')
      const code = element('Code', escapeXml(dialect.errorCode(errorType)))
      const error = element('Error', type + code + element('Message', escapeXml(message)))
      const content = error + element('RequestId', newIdentifier())
      return xmlAnswer(httpStatus, element('ErrorResponse', content, dialect.xmlNamespace))
    },
  }
}

function xmlAnswer(status: number, xml: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0"?>${xml}` }
}

function responseMetadata(): string {
  return element('ResponseMetadata', element('RequestId', newIdentifier()))
}

function element(name: string, content: string, xmlNamespace?: string): string {
  return `<${name}${xmlNamespace ? ` xmlns="${xmlNamespace}"` : ''}>${content}</${name}>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
