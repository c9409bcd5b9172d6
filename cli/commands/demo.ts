import { readSettings } from '../../functions/config.ts'
import { startDemoStack } from '../../local/demoStack.ts'
import { localRuntime } from '../../local/localRuntime.ts'
import type { ScenarioName } from '../../local/scenarioNames.ts'
import { scenarios } from '../../local/scenarios.ts'
import { startFlush } from '../../local/startedOperation.ts'
import { watchOfEvent } from '../../local/watchOfEvent.ts'
import { demoIntroduction, demoMessages } from '../demoText.ts'
import { deliveryLines, jsonLine } from '../resultText.ts'
import { exitCodeOf, type RunForm, reportTrouble, runWithProgress } from '../runAndReport.ts'

/** Starts an operation in the embedded model, watches it, and shows what was sent and recorded. Returns the exit code. */
export async function demo(name: ScenarioName, form: RunForm): Promise<number> {
  const scenario = scenarios[name]
  const talk = form.json ? process.stderr : process.stdout
  const stack = await startDemoStack(scenario)
  try {
    talk.write(demoIntroduction(name, scenario, form))
    scenario.prepare(stack.aws)
    if (scenario.isZoneBusy) await startFlush()
    const event = await startFlush()
    const runtime = localRuntime(readSettings(stack.settings, []), () => undefined)
    const watch = await watchOfEvent(event, runtime, async () => undefined)
    const result = await runWithProgress(watch, runtime, form)
    reportTrouble(result, runtime)
    process.stdout.write(
      form.json ? jsonLine(result) : `${demoMessages(stack.aws)}\n${deliveryLines(result).join('\n')}\n`,
    )
    return exitCodeOf(result)
  } finally {
    await stack.aws.close()
  }
}
