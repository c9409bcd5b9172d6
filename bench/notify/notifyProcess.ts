/**
 * Runs the shipped state machine with the shipped bundles again and again, in a process that is only that, and prints what of the
 * time from the last status to the message was ours. The first argument is a {@link NotifyRequest} as JSON.
 */
import { pathToFileURL } from 'node:url'
import type { LambdaHandler } from '../../functions/lambda.ts'
import type { TaskFunctions } from '../../local/engine/taskBorder.ts'
import { runWatch } from '../../local/runWatch.ts'
import { invocation } from '../../local/shippedFunctions.ts'
import { watchRequest } from '../../test/support/builders.ts'
import { type OwnTime, OwnTimeMeter, watchRequests } from './ownTime.ts'

/** `bundles`: files by function. `message`: the AWS operation or the origin by which the channel is told. */
export type NotifyRequest = {
  readonly bundles: Readonly<Record<string, string>>
  readonly message: string
  readonly warmUps: number
  readonly samples: number
}

const [, , given = ''] = process.argv
const { bundles, message, warmUps, samples } = JSON.parse(given) as NotifyRequest
const write = process.stdout.write.bind(process.stdout)
// A function's log is its standard output.
process.stdout.write = () => true

const meter = new OwnTimeMeter()
let isStatusSeen = false
let taken: OwnTime | null = null
watchRequests(
  meter,
  what => {
    if (!isStatusSeen || what !== message) return
    taken ??= meter.read()
  },
  what => {
    if (what !== 'DescribeFlowOperation') return
    isStatusSeen = true
    meter.restart()
  },
)

const functions = await metered()
const measured: OwnTime[] = []
for (let number = 0; number < warmUps + samples; number += 1) {
  const time = await oneWatch()
  if (number >= warmUps) measured.push(time)
}
write(JSON.stringify(measured), () => process.exit())

async function metered(): Promise<TaskFunctions> {
  const loaded = Object.entries(bundles).map(async ([name, file]) => {
    const { handler } = (await import(pathToFileURL(file).href)) as {
      readonly handler: LambdaHandler<unknown>
    }
    const invoke = invocation(name, handler)
    return [name, (payload: unknown) => meter.during(() => invoke(payload))] as const
  })
  return Object.fromEntries(await Promise.all(loaded))
}

async function oneWatch(): Promise<OwnTime> {
  isStatusSeen = false
  taken = null
  const { executionStatus, error, cause } = await runWatch(watchRequest(), {
    functions,
    isVirtualTime: false,
  })
  if (executionStatus === 'SUCCEEDED' && taken !== null) return taken
  throw new Error(`the watch ended ${executionStatus}: ${String(error)} ${String(cause)}`)
}
