import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { allFindings } from './allFindings.ts'
import { hostileDocument } from './documents/hostileDocument.ts'
import { type EverythingSent, everythingSent } from './everythingSent.ts'
import { plantedFaults } from './plantedFaults.ts'

/** A fault must show in one of so many documents: the property looks at hundreds. */
const documents = fc.sample(hostileDocument, { numRuns: 30, seed: 4 })

const sent: (readonly [FlowOperationReport, EverythingSent])[] = []
beforeAll(async () => {
  // One after the other: the stand-in for the network is one for all.
  for (const document of documents) sent.push([document, await everythingSent(document)])
})

describe('the checkers of the property', () => {
  test('find nothing where nothing was planted', () => {
    expect(sent.flatMap(([document, one]) => allFindings(document, one))).toEqual([])
  })

  test.each(plantedFaults)('find: %s', (_name, plant) => {
    const isFound = sent.some(([document, one]) => allFindings(document, plant(one)).length > 0)
    expect(isFound).toBe(true)
  })
})
