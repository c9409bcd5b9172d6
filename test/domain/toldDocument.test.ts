import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { slackMessage } from '../../functions/adapters/channels/slackMessage.ts'
import { snsMessage } from '../../functions/adapters/channels/snsMessage.ts'
import { FlowOperationReport } from '../../functions/domain/report.ts'
import { toldDocument } from '../../functions/domain/toldDocument.ts'
import { validatorOf } from '../schemas/validator.ts'
import { operationId, report } from '../support/builders.ts'

const complaints = validatorOf('flow-operation-report.v1.schema.json')
const names = Object.keys(FlowOperationReport.shape)

describe('what is told of a document', () => {
  test('that fits the schema is the document', () => {
    expect(toldDocument(report(), 'OUTCOME')).toEqual({ document: report(), unfit: [] })
  })

  test('that fits keeps its own words, whoever tells it', () => {
    const overdue = report({ notice: 'OVERDUE', outcome: null, severity: 'warning' })
    expect(toldDocument(overdue, 'OUTCOME')).toEqual({ document: overdue, unfit: [] })
  })

  test('of an earlier version is the document with the members that came later', () => {
    const { zoneCoverage: _later, firewallTags: _too, ...earlier } = report()

    expect(toldDocument(earlier, 'OUTCOME')).toEqual({ document: report(), unfit: [] })
  })

  test('is everything that fits; what does not is named and emptied', () => {
    const given = { ...report({ outcome: 'FAILED', severity: 'critical' }), results: { flowCount: 'many' } }

    expect(toldDocument(given, 'OUTCOME')).toEqual({
      document: report({ outcome: 'FAILED', severity: 'critical', results: null }),
      unfit: ['results'],
    })
  })

  test.each(names)('without a usable %s it still fits the schema, and can be written for everybody', name => {
    const { document, unfit } = toldDocument({ ...report(), [name]: Symbol('no value') }, 'OUTCOME')

    expect(unfit).toEqual([name])
    expect(complaints(document)).toEqual([])
    expect(snsMessage(document).subject).toMatch(/^[A-Z_]+: Flow/)
    expect(slackMessage(document, { plainText: false }).blocks?.length).toBeGreaterThan(0)
  })

  test('never says that an operation goes on because its outcome was lost', () => {
    const { document } = toldDocument({ ...report(), outcome: 'DONE' }, 'OUTCOME')

    expect(document).toMatchObject({ notice: 'OUTCOME', outcome: 'UNKNOWN', flowOperationId: operationId })
  })

  test.each([
    ['FAILED', 'critical'],
    ['EXPIRED', 'warning'],
    ['COMPLETED', 'info'],
  ])('a severity that is lost follows from the outcome: %s', (outcome, severity) => {
    const { document } = toldDocument({ ...report(), outcome, severity: 'loud' }, 'OUTCOME')

    expect(document).toMatchObject({ outcome, severity })
  })

  test('an overdue notice stays one', () => {
    const { document } = toldDocument({ ...report(), notice: '?', outcome: '?', severity: '?' }, 'OVERDUE')

    expect(document).toMatchObject({ notice: 'OVERDUE', outcome: null, severity: 'warning' })
  })

  test('fits the schema, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...names), fc.anything()),
        (whole, members) => {
          for (const given of [whole, members, { ...report(), ...members }]) {
            expect(complaints(toldDocument(given, 'OUTCOME').document)).toEqual([])
          }
        },
      ),
    )
  })
})
