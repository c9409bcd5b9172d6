import { durationInWords } from '../../../functions/domain/words.ts'
import { logicalIds } from '../../deployed/logicalIds.ts'
import { shell } from '../../shellLine.ts'
import type { Check, Patient } from '../check.ts'
import { type Finding, fault, unknown, well } from '../finding.ts'

/** With the schedule's ten minutes. A slower one may miss as many runs. */
const minMaxAgeMinutes = 30
const runsThatMayBeMissed = 3
/** How far back it is worth looking, to say when it was. */
const lookBackMinutes = 12 * 60

export const lastSweepCheck: Check = {
  name: 'last-sweep',
  words: 'The last sweep is recent',
  async examine(patient) {
    const { settings, stack, cloud, clock } = patient
    const metric = { name: 'SweepsCompleted', stackName: (await settings()).stackName }
    const [newest, facts, maxAgeMinutes, logGroup] = await Promise.all([
      cloud.newestMetric(metric, lookBackMinutes),
      stack.facts(),
      maxAgeOf(patient),
      stack.physicalId(logicalIds.sweepLogGroup),
    ])
    const now = clock.nowMilliseconds()
    return judge({
      sweepAgeMinutes: newest === null ? null : (now - newest) / 60_000,
      stackAgeMinutes: (now - (facts?.createdAtMilliseconds ?? 0)) / 60_000,
      maxAgeMinutes,
      logGroup,
    })
  },
}

async function maxAgeOf({ stack, cloud }: Patient): Promise<number> {
  const schedule = await cloud.schedule(await stack.physicalId(logicalIds.sweepSchedule))
  const [, minutes = '0'] = /^rate\((\d+) minutes?\)$/u.exec(schedule?.expression ?? '') ?? []
  return Math.max(minMaxAgeMinutes, runsThatMayBeMissed * Number(minutes))
}

type Ages = {
  readonly sweepAgeMinutes: number | null
  readonly stackAgeMinutes: number
  readonly maxAgeMinutes: number
  readonly logGroup: string
}

function judge({ sweepAgeMinutes, stackAgeMinutes, maxAgeMinutes, logGroup }: Ages): Finding {
  if (sweepAgeMinutes !== null && sweepAgeMinutes <= maxAgeMinutes) return well(ago(sweepAgeMinutes))
  if (sweepAgeMinutes === null && stackAgeMinutes <= maxAgeMinutes) {
    return unknown(
      `none yet; the stack was made ${ago(stackAgeMinutes)}`,
      'Wait: the first one comes soon, and its figure a few minutes later',
    )
  }
  const last = sweepAgeMinutes === null ? 'there was none in 12 hours' : `it was ${ago(sweepAgeMinutes)}`
  return fault(
    `${last}: an operation whose event is lost is not found`,
    'See what the sweep says',
    shell`aws logs tail ${logGroup} --since 1h`,
  )
}

function ago(minutes: number): string {
  return `${durationInWords(Math.max(0, minutes) * 60)} ago`
}
