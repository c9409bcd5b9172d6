import fc from 'fast-check'
import type { RawAnswer } from './awsWire.ts'
import { bytesNear } from './bytes.ts'

const statuses = fc.oneof(
  { arbitrary: fc.constant(200), weight: 8 },
  { arbitrary: fc.constantFrom(202, 204, 301, 400, 403, 404, 413, 429, 500, 503), weight: 3 },
  { arbitrary: fc.integer({ min: 200, max: 599 }), weight: 1 },
)

const errorTypes = fc.constantFrom(
  'ThrottlingException',
  'ResourceNotFoundException:http://internal.amazon.com/coral/',
  'AccessDeniedException',
  'InvalidRequestException',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(3000),
)

const headers = fc.oneof(
  { arbitrary: fc.constant({ 'content-type': 'application/x-amz-json-1.0' }), weight: 4 },
  { arbitrary: errorTypes.map(name => ({ 'x-amzn-errortype': name })), weight: 1 },
  {
    arbitrary: fc.constantFrom('text/html', 'application/cbor', '').map(type => ({ 'content-type': type })),
    weight: 1,
  },
)

/** Answers around valid ones: status, headers and bytes each may be wrong. */
export function rawAnswersNear(valid: readonly unknown[]): fc.Arbitrary<RawAnswer> {
  return fc.record({ status: statuses, headers, body: bytesNear(valid) })
}
