import { startWatch } from '../../../../functions/handlers/startWatch.ts'
import { FakeRejectedEvents, FakeWatchStarter, fakeRuntime, lambdaContext } from '../../../support/fakes.ts'
import { beginning } from '../../world/virtualWorld.ts'
import { command } from '../support/command.ts'
import { acceptedEvent, knownId, onlyEvent } from '../support/events.ts'
import type { Played, Row, Trial } from '../support/row.ts'
import { quiet, watches } from '../support/rules.ts'
import { trialOf } from '../support/scenarios.ts'

const eventNames = ['StopFlowFlush', 'DescribeFlowOperation', 'startflowflush', 'constructor']
const eventOf = (eventName: string) => acceptedEvent(knownId, { eventName })

function onTheBus(eventName: string): Trial {
  return trialOf(`${eventName} on the bus`, onlyEvent(eventOf(eventName)), {
    struck: run => run.timeline().filter(line => line.includes('no rule matches an event')).length,
    holds: [watches(0), quiet()],
  })
}

/** A rule that is changed by hand may let anything through. */
async function handedOver(eventName: string): Promise<Played> {
  const rejectedEvents = new FakeRejectedEvents()
  const watchStarter = new FakeWatchStarter()
  const { runtime } = fakeRuntime(beginning)
  const start = startWatch(() => runtime, { rejectedEvents, watchStarter })
  const answer = await start(eventOf(eventName), lambdaContext)
  const isRecorded = rejectedEvents.reported.length === 1 && answer.result === 'REJECTED'
  const isRight = isRecorded && watchStarter.started.length === 0
  return { struck: 1, violations: isRight ? [] : [`answered ${JSON.stringify(answer)}`] }
}

export const otherCallRows: readonly Row[] = [
  {
    number: 12,
    fault: 'other `eventName`',
    promise:
      'deployed: not matched, and where it is handed over all the same a bad event, recorded and counted; command line: a bad event',
    trials: [
      ...eventNames.map(onTheBus),
      ...eventNames.map(name => ({ name: `${name} handed to startWatch`, play: () => handedOver(name) })),
      {
        name: 'given to the command',
        play: async () => {
          const { code, stderr } = await command(['replay', '-'], {
            stdin: JSON.stringify(eventOf('StopFlowFlush')),
          })
          const isRight = code === 2 && stderr.length === 1 && stderr[0]?.includes('eventName') === true
          return { struck: 1, violations: isRight ? [] : [`exit code ${code}, ${stderr.join(' | ')}`] }
        },
      },
    ],
  },
]
