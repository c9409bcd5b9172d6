import { readSettings } from '../../functions/config.ts'
import { demandAwsAccess } from '../../local/awsAccess.ts'
import { localRuntime } from '../../local/localRuntime.ts'
import { watchOfEvent } from '../../local/watchOfEvent.ts'
import { readEvent } from '../readEvent.ts'
import { type RunForm, runAndReport } from '../runAndReport.ts'
import { demandSoundParameter, demandSoundRoutes } from '../soundRouting.ts'

/** Runs one event through the shipped handlers and state machine. Returns the exit code. */
export async function replay(file: string, form: RunForm): Promise<number> {
  const event = await readEvent(file)
  const settings = readSettings(process.env, ['FLOWBELL_AUDIT_LOG_GROUP'])
  demandSoundRoutes(settings)
  const runtime = localRuntime(settings, () => undefined)
  const watch = await watchOfEvent(event, runtime, async region => {
    await demandAwsAccess(region)
    await demandSoundParameter(runtime)
  })
  return runAndReport(watch, runtime, form)
}
