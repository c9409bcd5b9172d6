import { describe, expect, test } from '@jest/globals'
import type { FlowFilter } from '../../functions/domain/flowOperation.ts'
import { meaningOf } from '../../functions/domain/meaning.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { operationId, report } from '../support/builders.ts'

const results = { ...report().results, flowCount: 3 } as NonNullable<FlowOperationReport['results']>
const types = ['FLOW_FLUSH', 'FLOW_CAPTURE', null] as const
const documents: FlowOperationReport[] = types.flatMap(flowOperationType => [
  ...outcomes.flatMap(outcome =>
    [results, { ...results, complete: false }, { ...results, flowCount: 0 }, null].map(some =>
      report({ flowOperationType, outcome, results: some }),
    ),
  ),
  ...(['STARTED', 'OVERDUE'] as const).map(notice =>
    report({ flowOperationType, notice, outcome: null, results: null }),
  ),
])
const textOf = (document: FlowOperationReport) => {
  const { lead, meaning, nextSteps, commands } = meaningOf(document)
  return [lead, meaning, ...nextSteps, ...commands.flatMap(({ label, command }) => [label, command])].join(
    '\n',
  )
}

describe('what an outcome means', () => {
  test('every notice and outcome has a meaning, each outcome its own', () => {
    for (const member of ['lead', 'meaning'] as const) {
      expect(documents.every(document => meaningOf(document)[member].length > 15)).toBe(true)
      const texts = outcomes.map(outcome => meaningOf(report({ outcome }))[member])
      expect(new Set(texts).size).toBe(outcomes.length)
    }
  })

  test('the first sentence is short enough for the lock screen of a phone', () => {
    for (const document of documents) expect(meaningOf(document).lead.length).toBeLessThanOrEqual(110)
  })

  test.each(outcomes.filter(outcome => outcome !== 'COMPLETED'))('%s says what to do next', outcome => {
    expect(meaningOf(report({ outcome })).nextSteps.length).toBeGreaterThan(0)
  })

  test('no text claims that traffic stopped', () => {
    const claims =
      /\b(?:traffic|connections?|flows?|packets?|sessions?|clients?)\b[^.]*\b(?:(?:was|were|is|are|has|have|been) (?:\w+ )?)(?:stopped|blocked|cut|dropped|terminated|killed|ended|closed|gone|removed|disconnected|isolated)\b|\bno (?:more|longer)\b[^.]*\b(?:traffic|pass|flow)|\b(?:contained|quarantined|secured|safe now)\b/iu
    // The sentences that the rule is meant for.
    for (const claim of [
      'The traffic was stopped.',
      'These connections are now blocked.',
      'No more traffic passes.',
      'The flows have been terminated.',
    ]) {
      expect(claim).toMatch(claims)
    }
    const policies = [null, 'DROP', 'REJECT', 'CONTINUE', 'OTHER']
    for (const document of documents) {
      for (const streamExceptionPolicy of policies)
        expect(textOf({ ...document, streamExceptionPolicy })).not.toMatch(claims)
    }
  })

  test('a completed flush says how packets of such flows are treated and how to look again', () => {
    const { lead, meaning, nextSteps } = meaningOf(report())
    expect(lead).toBe('The flush completed: 3 flows marked as timed out.')
    expect(meaning).toMatch(
      /midstream.*stream exception policy.*once a change has reached every host.*no proof that such traffic stopped/u,
    )
    expect(nextSteps.join(' ')).toMatch(
      /other zones.*Wait a minute or two first, then start a flow capture with a minimum age of 60 s/u,
    )
  })

  test.each(['COMPLETED', 'COMPLETED_WITH_ERRORS'] as const)(
    'a flush with a minimum age that ended as %s says that younger flows were left alone',
    outcome => {
      const meaning = (flowOperation: FlowOperationReport['flowOperation'], flowCount = 3) =>
        meaningOf(report({ outcome, flowOperation, results: { ...results, flowCount } })).meaning
      const told = /Flows younger than 1 min 30 s were left alone/u
      expect(meaning({ MinimumFlowAgeInSeconds: 90 })).toMatch(told)
      expect(meaning({ MinimumFlowAgeInSeconds: 90 }, 0)).toMatch(told)
      for (const none of [null, {}, { MinimumFlowAgeInSeconds: 0 }])
        expect(meaning(none)).not.toMatch(/younger/u)
    },
  )

  test('a completed capture says nothing of timing out', () => {
    const capture = report({ flowOperationType: 'FLOW_CAPTURE' })
    expect(meaningOf(capture)).toEqual({
      lead: 'The capture completed: 3 flows found.',
      meaning: 'These flows were in the state table when the engine looked. A capture changes nothing.',
      nextSteps: [],
      commands: [],
    })
  })

  test('no flow matched only when every page was read', () => {
    const none = { ...results, flowCount: 0 }
    expect(meaningOf(report({ results: none })).lead).toMatch(/no flow matched/u)
    expect(textOf(report({ results: { ...none, complete: false } }))).not.toMatch(/no flow matched|0 flows/u)
    expect(textOf(report({ results: null }))).not.toMatch(/no flow matched/u)
  })

  test.each<[string, Partial<FlowOperationReport>, string]>([
    ['one', { results: { ...results, flowCount: 1 } }, 'The flush completed: 1 flow marked as timed out.'],
    [
      'those read',
      { results: { ...results, complete: false } },
      'The flush completed: at least 3 flows marked as timed out.',
    ],
    ['about', { resultsAreApproximate: true }, 'The flush completed: about 3 flows marked as timed out.'],
    [
      'none that could be read',
      { results: { ...results, flowCount: 0, complete: false } },
      'The flush completed.',
    ],
    [
      'of an unknown type',
      { flowOperationType: null },
      'The operation completed: 3 flows marked as timed out.',
    ],
  ])('the number of flows stands first: %s', (_name, change, lead) => {
    expect(meaningOf(report(change)).lead).toBe(lead)
  })

  test.each(['FLOW_FLUSH', 'FLOW_CAPTURE'] as const)(
    'results of a %s that were not all read are told',
    type => {
      const unread = report({ flowOperationType: type, results: { ...results, complete: false } })
      expect(textOf(unread)).toMatch(/Not all results could be read/u)
      expect(textOf(report({ flowOperationType: type }))).not.toMatch(/Not all results/u)
    },
  )

  test.each([
    ['COMPLETED_WITH_ERRORS', /flows may be missing/u],
    ['FAILED', /treat the flows as untouched/u],
    ['REFUSED', /nothing was flushed/u],
    ['EXPIRED', /no longer knows/u],
    ['TIMED_OUT', /still in progress after 12 hours/u],
    ['UNKNOWN', /not counted as a success/u],
    ['WATCH_FAILED', /could not find out.*may go on/su],
  ] as const)('%s: %s', (outcome, expected) => {
    expect(textOf(report({ outcome }))).toMatch(expected)
  })

  test('a refused start says which operation is in its way, and to wait for its end', () => {
    const advice = (slotHolder: FlowOperationReport['slotHolder']) =>
      meaningOf(report({ outcome: 'REFUSED', slotHolder })).nextSteps.join(' ')
    const holder = { flowOperationId: operationId, flowOperationType: null, requestTimestamp: null }
    expect(advice(holder)).toContain(operationId)
    expect(advice(holder)).toMatch(/wait for (?:its end|the end of)[^.]*, which Flowbell reports/iu)
    expect(advice(null)).not.toContain(operationId)
    expect(advice(null)).not.toMatch(/which Flowbell reports/u)
    expect(advice({ ...holder, flowOperationId: 'call 555-0100' })).toBe(advice(null))
  })

  test.each(['COMPLETED_WITH_ERRORS' as const, null])('the operation is called by its type: %s', outcome => {
    const of = (flowOperationType: FlowOperationReport['flowOperationType']) =>
      textOf(report({ flowOperationType, outcome, notice: outcome ? 'OUTCOME' : 'OVERDUE' }))
    expect(of('FLOW_CAPTURE')).toMatch(/\bcapture\b/u)
    expect(of('FLOW_FLUSH')).toMatch(/\bflush\b/u)
  })

  test('an overdue notice says that it goes on; a started one promises the end', () => {
    const interim = (notice: 'STARTED' | 'OVERDUE') => meaningOf(report({ notice, outcome: null }))
    expect(interim('OVERDUE').lead).toBe('The flush is still in progress after 42 s: later than expected.')
    expect(interim('OVERDUE').commands).toMatchObject([
      { command: expect.stringMatching(/describe-flow-operation/u) },
    ])
    expect(interim('STARTED')).toEqual({
      lead: 'The flush is running.',
      meaning: 'Flowbell watches it and tells how it ends.',
      nextSteps: [],
      commands: [],
    })
  })

  test('an overdue notice does not promise that changed rules reach the connections that exist', () => {
    const steps = meaningOf(report({ notice: 'OVERDUE', outcome: null })).nextSteps.join(' ')
    expect(steps).toMatch(/stateful rules reaches new flows only/u)
    expect(steps).toMatch(
      /outside those rules, for example with a network ACL, and check with a flow capture/u,
    )
    expect(steps).not.toMatch(/at once/u)
  })

  test('a missing audit record is the first thing to know, of every document', () => {
    for (const document of documents) {
      const { meaning, nextSteps } = meaningOf(document)
      const unrecorded = meaningOf({ ...document, auditRecorded: false })
      expect(unrecorded.meaning).toBe(meaning)
      expect(unrecorded.nextSteps[0]).toMatch(/audit record of this outcome could not be written/u)
      expect(unrecorded.nextSteps.slice(1)).toEqual(nextSteps)
    }
  })

  test('no foreign text enters', () => {
    const foreign = 'FOREIGN'
    const hostile = report({
      statusMessage: foreign,
      serviceStatus: foreign,
      firewallName: foreign,
      availabilityZone: foreign,
      refusal: { errorCode: foreign, errorMessage: foreign },
      failure: { error: foreign, message: foreign },
      slotHolder: { flowOperationId: foreign, flowOperationType: null, requestTimestamp: foreign },
      firewallArn: foreign,
      flowOperationId: foreign,
      vpcEndpointId: foreign,
      streamExceptionPolicy: foreign,
      flowOperation: { FlowFilters: [{ SourcePort: foreign }] },
      zoneCoverage: [
        {
          availabilityZone: foreign,
          state: 'NOT_COVERED',
          flowOperationId: foreign,
          flowRequestTimestamp: foreign,
        },
      ],
    })
    const kinds = [...outcomes.map(outcome => ({ ...hostile, outcome })), { ...hostile, outcome: null }]
    for (const document of kinds) expect(textOf(document)).not.toContain(foreign)
  })
})

describe('what to do next is there, with nothing left to look up', () => {
  const commandsOf = (change: Partial<FlowOperationReport>) =>
    meaningOf(report(change)).commands.map(({ label, command }) => `${label}: ${command.split(' ')[2]}`)
  const stepsOf = (change: Partial<FlowOperationReport>) => meaningOf(report(change)).nextSteps.join('\n')
  const zones: FlowOperationReport['zoneCoverage'] = [
    {
      availabilityZone: 'eu-west-1a',
      state: 'COVERED',
      flowOperationId: operationId,
      flowRequestTimestamp: null,
    },
    {
      availabilityZone: 'eu-west-1b',
      state: 'NOT_COVERED',
      flowOperationId: null,
      flowRequestTimestamp: null,
    },
  ]
  const filters = (...FlowFilters: FlowFilter[]) => ({ flowOperation: { FlowFilters } })

  test('COMPLETED: the zones left out first, then how to look again', () => {
    expect(commandsOf({ zoneCoverage: zones })).toEqual([
      'Flush eu-west-1b: start-flow-flush',
      'See which such flows exist: start-flow-capture',
    ])
    expect(meaningOf(report({ zoneCoverage: zones })).lead).toBe(
      'The flush completed: 3 flows marked as timed out. NOT flushed: 1 of 2 zones.',
    )
  })

  test('COMPLETED without a match: other zones may have the flows', () => {
    const none = { results: { ...results, flowCount: 0 }, zoneCoverage: zones }
    expect(commandsOf(none)).toEqual([
      'Flush eu-west-1b: start-flow-flush',
      'See which such flows exist: start-flow-capture',
    ])
    expect(meaningOf(report(none)).commands[1]?.command).not.toMatch(/minimum-flow-age/u)
    expect(commandsOf({ ...none, flowOperationType: 'FLOW_CAPTURE' })).toHaveLength(1)
  })

  test('COMPLETED_WITH_ERRORS: narrower repeats of its own filters', () => {
    const parts = filters({ DestinationPort: '1' }, { DestinationPort: '2' }, { DestinationPort: '3' })
    const change = { outcome: 'COMPLETED_WITH_ERRORS' as const, zoneCoverage: zones, ...parts }
    expect(commandsOf(change)).toEqual([
      'Part 1 of 3: start-flow-flush',
      'Part 2 of 3: start-flow-flush',
      'Flush eu-west-1b: start-flow-flush',
    ])
    expect(stepsOf(change)).toMatch(/one filter at a time: the first 2 of 3 commands are below/u)
    expect(stepsOf({ ...change, ...filters({ Protocols: ['6', '17'] }) })).toMatch(
      /one protocol at a time: the commands are below/u,
    )
    expect(commandsOf({ ...change, flowOperationType: 'FLOW_CAPTURE' })).toEqual([
      'Part 1 of 3: start-flow-capture',
      'Part 2 of 3: start-flow-capture',
    ])
  })

  test('COMPLETED_WITH_ERRORS of a filter that cannot be cut, or is not known', () => {
    const narrow = { outcome: 'COMPLETED_WITH_ERRORS' as const, ...filters({ DestinationPort: '443' }) }
    expect(stepsOf(narrow)).toMatch(/again as it is: its filter is too narrow to be cut/u)
    expect(stepsOf(narrow)).not.toMatch(/minimum/u)
    expect(commandsOf(narrow)).toEqual(['Start it again: start-flow-flush'])
    const unknown = { ...narrow, flowOperation: null }
    expect(stepsOf(unknown)).toMatch(/one address range, port or protocol at a time/u)
    expect(commandsOf(unknown)).toEqual([])
    expect(stepsOf({ ...narrow, omittedFilterCount: 3 })).toMatch(
      /one address range, port or protocol at a time/u,
    )
  })

  test('FAILED: whether a reason was given, the same again, and how to narrow it', () => {
    const failed = { outcome: 'FAILED' as const, results: null }
    expect(commandsOf(failed)).toEqual(['Start it again: start-flow-flush'])
    expect(stepsOf({ ...failed, ...filters({}, { DestinationPort: '1' }) })).toMatch(/one filter at a time/u)
    expect(meaningOf(report({ ...failed, statusMessage: 'Flow operation error' })).meaning).toMatch(
      /stands above/u,
    )
    expect(meaningOf(report(failed)).meaning).toMatch(/gives no reason/u)
  })

  test.each([
    ['EXPIRED', ['See which such flows exist: start-flow-capture']],
    ['UNKNOWN', ['See how it is doing: describe-flow-operation']],
    ['WATCH_FAILED', ['See how it is doing: describe-flow-operation']],
    [
      'TIMED_OUT',
      [
        'See which such flows exist: start-flow-capture',
        'Part 1 of 2: start-flow-flush',
        'Part 2 of 2: start-flow-flush',
      ],
    ],
    ['REFUSED', ['See what runs there: list-flow-operations']],
  ] as const)('%s: %j', (outcome, commands) => {
    expect(commandsOf({ outcome })).toEqual(commands)
  })

  test.each([
    ['ThrottlingException', /too many calls/u, /Wait a minute/u, true],
    ['InvalidRequestException', /did not accept/u, /at most 20/u, true],
    ['SomethingElse', /error above/u, /Mend what the error names/u, true],
    ['InternalServerError', /could not answer/u, /Start again/u, true],
    ['ResourceNotFoundException', /no such firewall/u, /ARN, the Region and the zone/u, false],
    ['AccessDeniedException', /no right/u, /network-firewall:StartFlowFlush/u, false],
    ['AccessDenied', /no right/u, /network-firewall:StartFlowFlush/u, false],
    ['ExpiredTokenException', /credentials/u, /Sign in again/u, false],
  ])('REFUSED by %s', (errorCode, meaning, step, mayBeBusy) => {
    const refused = { outcome: 'REFUSED' as const, refusal: { errorCode, errorMessage: null } }
    expect(meaningOf(report(refused)).meaning).toMatch(meaning)
    expect(stepsOf(refused)).toMatch(step)
    expect(/If another operation is running there/u.test(stepsOf(refused))).toBe(mayBeBusy)
  })

  test('REFUSED since another operation holds the zone: that one can be looked at', () => {
    const holder = operationId.replace('0f3c', 'aaaa')
    const slotHolder = { flowOperationId: holder, flowOperationType: null, requestTimestamp: null }
    const { commands, meaning } = meaningOf(report({ outcome: 'REFUSED', flowOperationId: null, slotHolder }))
    expect(meaning).toMatch(/one at a time per firewall and zone/u)
    expect(commands).toMatchObject([{ command: expect.stringContaining(`--flow-operation-id ${holder}`) }])
  })

  test('a capture that was refused captured nothing, and needs another right', () => {
    const refusal = { errorCode: 'AccessDenied', errorMessage: null }
    const text = textOf(report({ outcome: 'REFUSED', flowOperationType: 'FLOW_CAPTURE', refusal }))
    expect(text).toMatch(/nothing was captured/u)
    expect(text).toMatch(/network-firewall:StartFlowCapture/u)
  })

  test('no step points to commands that are not there, in any document', () => {
    for (const document of documents) {
      for (const flowOperation of [document.flowOperation, null]) {
        const { nextSteps, commands } = meaningOf({ ...document, flowOperation, zoneCoverage: zones })
        if (/below/u.test(nextSteps.join(' '))) expect(commands).not.toEqual([])
      }
    }
  })
})
