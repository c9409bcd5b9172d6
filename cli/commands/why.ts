import { demandAwsAccess } from '../../local/awsAccess.ts'
import { cloudWatchAuditTrail } from '../../operator/aws/auditTrail.ts'
import { regionAsked } from '../../operator/aws/region.ts'
import { demandCredentials } from '../../operator/credentialsRefusedError.ts'
import { NoStackError } from '../../operator/deployed/stackErrors.ts'
import { MissingLogGroupError } from '../../operator/why/auditTrail.ts'
import { recordsIn } from '../../operator/why/records.ts'
import { isEverybodyTold, storyOf } from '../../operator/why/story.ts'
import { type AuditLogGiven, auditLogOfEnvironment, auditLogOfStack } from '../auditLogGiven.ts'
import { stackNameGiven } from '../stackName.ts'
import { UsageError } from '../usageError.ts'
import { startWaitingLine } from '../waitingLine.ts'
import { type WhyReport, whyJson, whyText } from '../whyText.ts'

export type WhyOptions = {
  readonly stack: string
  /** False: the stack is the default one, and nobody has named it. */
  readonly isStackNamed: boolean
  readonly json: boolean
}

/** Tells what was sent of one operation, or why not. Returns the exit code: 0 only if every channel has the outcome. */
export async function why(id: string, options: WhyOptions): Promise<number> {
  const watchKey = watchKeyGiven(id)
  stackNameGiven(options.stack)
  const ofEnvironment = auditLogOfEnvironment(options.isStackNamed)
  await demandAwsAccess(null)
  const report = await explained(options.stack, () => reportOn(watchKey, ofEnvironment, options.stack))
  process.stdout.write(options.json ? whyJson(report) : whyText(report))
  return report.story !== null && isEverybodyTold(report.story) ? 0 : 1
}

async function reportOn(
  watchKey: string,
  ofEnvironment: AuditLogGiven | null,
  stack: string,
): Promise<WhyReport> {
  const waiting = startWaitingLine(process.stderr)
  waiting.show(() => 'reading the audit log')
  try {
    const auditLog = ofEnvironment ?? (await auditLogOfStack(stack))
    const lines = await cloudWatchAuditTrail(auditLog.logGroup).lines(watchKey)
    const story = lines === null || lines.length === 0 ? null : storyOf(recordsIn(lines), auditLog.channels)
    return { watchKey, region: await regionAsked(), ...auditLog, story }
  } finally {
    waiting.stop()
  }
}

/** What can name a stream: an operation's id, an event's, or `rejected-` and the key of an event. */
function watchKeyGiven(id: string): string {
  if (/^[\w-]{1,128}$/u.test(id)) return id
  throw new UsageError(
    `${JSON.stringify(id)} is neither the id of a flow operation nor of a CloudTrail event: letters, digits, - and _`,
  )
}

async function explained<Result>(stack: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    demandCredentials(error)
    const region = await regionAsked()
    if (error instanceof NoStackError)
      throw new UsageError(
        `there is no stack ${stack} in ${region}: name one with --stack, another Region with AWS_REGION, or the log group with FLOWBELL_AUDIT_LOG_GROUP`,
      )
    if (error instanceof MissingLogGroupError)
      throw new UsageError(
        `${error.message} in ${region}: check FLOWBELL_AUDIT_LOG_GROUP, or name another Region with AWS_REGION`,
      )
    throw error
  }
}
