import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../functions/adapters/systemClock.ts'
import { demandAwsAccess } from '../../local/awsAccess.ts'
import { stackQuestions } from '../../operator/aws/cloudFormation.ts'
import { functionQuestions } from '../../operator/aws/lambda.ts'
import { regionAsked } from '../../operator/aws/region.ts'
import { type CredentialsRefusedError, demandCredentials } from '../../operator/credentialsRefusedError.ts'
import { deployedStack } from '../../operator/deployed/deployedStack.ts'
import { NoStackError } from '../../operator/deployed/stackErrors.ts'
import type { Pause } from '../../operator/redrive/ports.ts'
import { type RedriveStep, redriveQueues } from '../../operator/redrive/redriveQueues.ts'
import { isAllSettled, type RedriveReport, redriveReport } from '../../operator/redrive/report.ts'
import { onInterruption } from '../interruption.ts'
import { type RedriveProgress, startRedriveProgress } from '../redriveProgress.ts'
import { notificationStep, type StepForm, settingsOfEnvironment, startEventStep } from '../redriveSteps.ts'
import { redriveJson, redriveText } from '../redriveText.ts'
import { stackNameGiven } from '../stackName.ts'
import { UsageError } from '../usageError.ts'

export type RedriveOptions = {
  readonly stack: string
  /** False: the stack is the default one, and nobody has named it. */
  readonly isStackNamed: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

/**
 * Sends again what waits as a dead letter. Returns the exit code: 0 only if nothing is left and all is on record. Throws
 * CredentialsRefusedError, after it has told what was done until then.
 */
export async function redrive(options: RedriveOptions): Promise<number> {
  stackNameGiven(options.stack)
  const settings = settingsOfEnvironment()
  await demandAwsAccess(null)
  const stop = new AbortController()
  onInterruption(() => {
    process.stderr.write('\nflowbell: stopping after this message; ^C again leaves at once.\n')
    stop.abort()
  })
  const progress = startRedriveProgress(process.stderr)
  try {
    const { report, refusal } = await run(options, settings, { stop: stop.signal, progress })
    progress.stop()
    if (refusal === null || hasDoneAnything(report))
      process.stdout.write(options.json ? redriveJson(report) : redriveText(report))
    if (refusal !== null) throw refusal
    return isAllSettled(report) ? 0 : 1
  } finally {
    progress.stop()
  }
}

function hasDoneAnything({ sent, superseded, stayed }: RedriveReport): boolean {
  return sent.length + superseded.length + stayed.length > 0
}

type Surroundings = { readonly stop: AbortSignal; readonly progress: RedriveProgress }

async function run(
  options: RedriveOptions,
  settings: ReturnType<typeof settingsOfEnvironment>,
  { stop, progress }: Surroundings,
): Promise<{ readonly report: RedriveReport; readonly refusal: CredentialsRefusedError | null }> {
  const { dryRun } = options
  const form = { dryRun, patience: { pause, stop, observe: progress.waiting } }
  const isStackMeant = settings === null || options.isStackNamed
  const steps = await explained(options.stack, () => stepsOf(options, settings, form))
  const results = await redriveQueues(steps, { clock: systemClock, stop, observe: progress.counted })
  const stack = isStackMeant ? options.stack : null
  return {
    report: redriveReport({ stack, region: await regionAsked(), dryRun }, results),
    refusal: results.at(-1)?.result.refusal ?? null,
  }
}

/** A queue in the environment is the only one, unless a stack is named besides. */
async function stepsOf(
  options: RedriveOptions,
  settings: ReturnType<typeof settingsOfEnvironment>,
  form: StepForm,
): Promise<RedriveStep[]> {
  if (settings !== null && !options.isStackNamed) return [notificationStep(settings, form)]
  const stack = deployedStack({ ...stackQuestions(), ...functionQuestions() }, options.stack)
  return [
    notificationStep(settings ?? (await stack.settingsOf('deliverNotification')), form),
    await startEventStep(stack, form),
  ]
}

async function explained<Result>(stackName: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    demandCredentials(error)
    if (!(error instanceof NoStackError)) throw error
    throw new UsageError(
      `there is no stack ${stackName} in ${await regionAsked()}: name one with --stack, or another Region with AWS_REGION`,
    )
  }
}

const pause: Pause = async (milliseconds, signal) => {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
