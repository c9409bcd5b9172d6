import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readDetails } from '../../functions/domain/flowOperationDetails.ts'

const filter = {
  SourceAddress: { AddressDefinition: '10.1.0.0/16' },
  DestinationAddress: { AddressDefinition: '198.51.100.7' },
  SourcePort: 'ANY',
  DestinationPort: '443',
  Protocols: ['6', '17'],
}

describe('the details of an answer', () => {
  test('are kept as the service returned them', () => {
    const details = { MinimumFlowAgeInSeconds: 60, FlowFilters: [filter, {}] }
    expect(readDetails(details)).toEqual({ details, omittedFilterCount: 0 })
  })

  test('keep ports of the length that the API model allows', () => {
    const details = { FlowFilters: [{ SourcePort: '1'.repeat(1024) }] }
    expect(readDetails(details).details).toEqual(details)
  })

  test.each([undefined, null, 'text', 5, []])('are absent when the answer has %p in their place', value => {
    expect(readDetails(value)).toEqual({ details: null, omittedFilterCount: 0 })
  })

  test('say nothing of filters or age when the answer does not', () => {
    expect(readDetails({})).toEqual({ details: {}, omittedFilterCount: 0 })
    expect(readDetails({ FlowFilters: [] }).details).toEqual({ FlowFilters: [] })
  })

  test('a minimum age given as text is read as a number; anything else is left out', () => {
    expect(readDetails({ MinimumFlowAgeInSeconds: '60' }).details).toEqual({ MinimumFlowAgeInSeconds: 60 })
    for (const odd of ['', ' ', 'soon', null, {}, Number.NaN]) {
      expect(readDetails({ MinimumFlowAgeInSeconds: odd }).details).toEqual({})
    }
  })

  test('a filter of an unexpected form is left out and counted, the others stay', () => {
    const odd = { SourcePort: 443 }
    const read = readDetails({ FlowFilters: [filter, odd, 'text', filter] })
    expect(read).toEqual({ details: { FlowFilters: [filter, filter] }, omittedFilterCount: 2 })
  })

  test('are cut by whole filters after 40,000 bytes, counted as text in text', () => {
    const bytesOf = (port: string) => Buffer.byteLength(JSON.stringify(JSON.stringify({ SourcePort: port })))
    const longest = '1'.repeat(40_000 - bytesOf(''))
    const whole = { FlowFilters: [{ SourcePort: longest }] }
    expect(readDetails(whole)).toEqual({ details: whole, omittedFilterCount: 0 })
    const longer = { FlowFilters: [{ SourcePort: `${longest}1` }] }
    expect(readDetails(longer)).toEqual({ details: { FlowFilters: [] }, omittedFilterCount: 1 })
    const many = { FlowFilters: [filter, { SourcePort: longest }, filter] }
    expect(readDetails(many)).toEqual({ details: { FlowFilters: [filter] }, omittedFilterCount: 2 })
  })

  test('never fill more than 40 kB of the state, however much the service sends, and count what is left out', () => {
    const anyFilter = fc.record({
      SourcePort: fc.string({ maxLength: 3000 }),
      Protocols: fc.array(fc.string({ maxLength: 300 }), { maxLength: 60 }),
    })
    fc.assert(
      fc.property(fc.array(anyFilter, { maxLength: 100 }), filters => {
        const { details, omittedFilterCount } = readDetails({ FlowFilters: filters })
        expect(Buffer.byteLength(JSON.stringify(details))).toBeLessThan(41_000)
        expect((details?.FlowFilters ?? []).length + omittedFilterCount).toBe(filters.length)
      }),
    )
  })
})
