import { describe, expect, test } from '@jest/globals'
import { snsMessage } from '../../functions/adapters/channels/snsMessage.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
import { FlowOperationReport, interimReport, outcomeReport } from '../../functions/domain/report.ts'
import { operationId, progress, refusedWatch, report, watchFacts } from '../support/builders.ts'
import { validatorOf } from './validator.ts'

const complaints = validatorOf('flow-operation-report.v1.schema.json')

const everyPart = report({
  startedBy: {
    type: null,
    name: 'dana',
    arn: null,
    accountId: null,
    sourceIp: null,
    userAgent: null,
    invokedBy: null,
  },
  refusal: { errorCode: 'ThrottlingException', errorMessage: null },
  failure: { error: 'AccessDenied', message: 'synthetic' },
  slotHolder: { flowOperationId: operationId, flowOperationType: null, requestTimestamp: null },
  zoneCoverage: [
    {
      availabilityZone: 'eu-west-1a',
      state: 'COVERED',
      flowOperationId: operationId,
      flowRequestTimestamp: null,
    },
  ],
  firewallTags: [{ key: 'team', value: 'edge' }],
  streamExceptionPolicy: 'DROP',
})

const documents = {
  ...Object.fromEntries(
    outcomes.map(outcome => [outcome, outcomeReport(watchFacts({ progress: progress({ outcome }) }))]),
  ),
  REFUSED: outcomeReport(watchFacts({ watch: refusedWatch(), progress: null, collection: null })),
  OVERDUE: interimReport('OVERDUE', watchFacts({ collection: null })),
  STARTED: interimReport('STARTED', watchFacts({ progress: null, collection: null })),
  'a document with every part': everyPart,
}

/** Every member at every depth of a value, with a way to put another value in its place. */
function places(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap(key => {
    const place = [...path, key]
    return [place, ...places((value as Record<string | number, unknown>)[key], place)]
  })
}

function withValueAt(document: unknown, place: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(document)
  const parents = place.slice(0, -1)
  const parent = parents.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], copy)
  Object.assign(parent as object, { [place.at(-1) ?? '']: value })
  return copy
}

describe('by a validator that does not know the functions, the published schema of the document', () => {
  test.each(Object.entries(documents))('takes what is sent: %s', (_name, document) => {
    const { sqs, lambda } = JSON.parse(snsMessage(document).message) as Record<string, string>

    expect(complaints(JSON.parse(sqs ?? ''))).toEqual([])
    expect(lambda).toBe(sqs)
  })

  test('wants every member, since what is absent is null', () => {
    for (const name of Object.keys(FlowOperationReport.shape)) {
      const { [name]: _member, ...rest } = report() as Record<string, unknown>
      expect([name, complaints(rest)]).toEqual([name, [`/ must have required property '${name}'`]])
    }
  })

  test('lets a later version add members', () => {
    expect(complaints({ ...report(), addedLater: 1 })).toEqual([])
  })

  test('and the functions agree on whatever value stands in whatever place', () => {
    const values = [null, 'x', '', 0, -1, 2, 1.5, true, [], [null], ['x'], {}, { x: 1 }]
    let refused = 0
    for (const place of places(everyPart)) {
      for (const value of values) {
        const changed = withValueAt(everyPart, place, value)
        const isFit = FlowOperationReport.safeParse(changed).success
        if (!isFit) refused += 1
        expect([place, value, complaints(changed).length === 0]).toEqual([place, value, isFit])
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})
