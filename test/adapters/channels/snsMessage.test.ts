import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type SnsMessage, snsMessage } from '../../../functions/adapters/channels/snsMessage.ts'
import { readDetails } from '../../../functions/domain/flowOperationDetails.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { hostileText } from '../support/hostileReports.ts'
import { completedReport, everyKindOf } from '../support/reports.ts'

const maximumBytes = 262_144

/** The details of an operation as the adapter lets them into a document. */
function detailsOf(answer: object): Pick<FlowOperationReport, 'flowOperation' | 'omittedFilterCount'> {
  const { details, omittedFilterCount } = readDetails(answer)
  return { flowOperation: details, omittedFilterCount }
}

/** Message and attributes together, as SNS counts them. */
function bytesOf({ message, attributes }: SnsMessage): number {
  const values = Object.entries(attributes).flatMap(([name, { DataType, StringValue }]) => [
    name,
    DataType,
    StringValue,
  ])
  return Buffer.byteLength([message, ...values].join(''))
}

describe('the subject', () => {
  test.each([
    [{}, 'COMPLETED: Flow flush on edge (eu-west-1a)'],
    [{ availabilityZone: null }, 'COMPLETED: Flow flush on edge'],
    [{ firewallName: null, availabilityZone: null }, 'COMPLETED: Flow flush on unknown firewall'],
    [
      { flowOperationType: null, outcome: 'REFUSED', availabilityZone: null } as const,
      'REFUSED: Flow operation on edge',
    ],
    [{ outcome: null, notice: 'OVERDUE' } as const, 'OVERDUE: Flow flush on edge (eu-west-1a)'],
    [{ firewallName: 'Zürich\r\nBcc: x' }, 'COMPLETED: Flow flush on Z?rich??Bcc: x (eu-west-1a)'],
  ])('%j', (changes, subject) => {
    expect(snsMessage({ ...completedReport, ...changes }).subject).toBe(subject)
  })

  test('is 1 to 99 printable ASCII characters, whatever the names are, and begins with a letter', () => {
    fc.assert(
      fc.property(fc.option(hostileText), fc.option(hostileText), (firewallName, availabilityZone) => {
        for (const [, document] of everyKindOf({ ...completedReport, firewallName, availabilityZone })) {
          expect(snsMessage(document).subject).toMatch(/^[A-Z][\x20-\x7e]{0,98}$/)
        }
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })
})

describe('the parts', () => {
  test('are texts, and those for machines hold the document word for word', () => {
    fc.assert(
      fc.property(hostileText, statusMessage => {
        const document = { ...completedReport, statusMessage: statusMessage.slice(0, 1024) }
        const parts = JSON.parse(snsMessage(document).message) as Record<string, unknown>
        expect(Object.keys(parts).sort()).toEqual(['default', 'email', 'https', 'lambda', 'sqs'])
        for (const part of Object.values(parts)) expect(typeof part).toBe('string')
        expect(JSON.parse(String(parts['sqs']))).toEqual(document)
        expect(parts['lambda']).toBe(parts['sqs'])
        expect(JSON.parse(String(parts['https']))).toMatchObject({ version: '1.0', source: 'custom' })
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })

  test('are filled at every length of the mail', () => {
    for (const [, document] of everyKindOf(completedReport)) {
      expect(JSON.parse(snsMessage(document).message)).toMatchObject({ default: expect.stringMatching(/./) })
    }
  })
})

describe('the whole message stays within 262,144 bytes', () => {
  /** 20 filters, and every text as long as the service's model, or Flowbell's reading of the event, allows. */
  const largestOfTheService: FlowOperationReport = {
    ...completedReport,
    firewallName: 'x'.repeat(199),
    statusMessage: 'x'.repeat(256),
    startedBy: {
      type: 'x'.repeat(512),
      name: 'x'.repeat(512),
      arn: 'x'.repeat(512),
      accountId: 'x'.repeat(512),
      sourceIp: 'x'.repeat(512),
      userAgent: 'x'.repeat(512),
      invokedBy: 'x'.repeat(512),
    },
    ...detailsOf({
      MinimumFlowAgeInSeconds: 60,
      FlowFilters: Array.from({ length: 20 }, () => ({
        SourceAddress: { AddressDefinition: 'f'.repeat(255) },
        DestinationAddress: { AddressDefinition: 'f'.repeat(255) },
        SourcePort: '1'.repeat(1024),
        DestinationPort: '1'.repeat(1024),
        Protocols: Array.from({ length: 256 }, () => 'x'.repeat(12)),
      })),
    }),
  }

  test('for the largest operation that the service describes', () => {
    for (const [, document] of everyKindOf(largestOfTheService)) {
      expect(bytesOf(snsMessage(document))).toBeLessThanOrEqual(maximumBytes)
    }
  })

  test.each(['x', '"', '\\', '\u0000', '\u2028', '\ud83d', 'ü', '😀'])(
    'for the largest details that the adapter lets through, made of %j',
    character => {
      const filter = { SourcePort: character.repeat(100), Protocols: [character.repeat(100)] }
      const details = detailsOf({ FlowFilters: Array.from({ length: 2000 }, () => filter) })
      expect(details.omittedFilterCount).toBeGreaterThan(0)
      expect(details.flowOperation?.FlowFilters?.length).toBeGreaterThan(10)
      const document = { ...largestOfTheService, ...details }
      expect(bytesOf(snsMessage(document))).toBeLessThanOrEqual(maximumBytes)
    },
  )
})
