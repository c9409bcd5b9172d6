import { configuredChannels, readSettings, type Settings } from '../functions/config.ts'
import type { ChannelName } from '../functions/domain/notification.ts'
import { stackQuestions } from '../operator/aws/cloudFormation.ts'
import { functionQuestions } from '../operator/aws/lambda.ts'
import { deployedStack } from '../operator/deployed/deployedStack.ts'

/** Where the audit records are, and which channels are set. `stack`: whose they are; null: those of this process's settings. */
export type AuditLogGiven = {
  readonly logGroup: string
  readonly stack: string | null
  readonly channels: readonly ChannelName[]
}

/**
 * The settings of this process, when they name the log group and nobody has named a stack: no question is needed for them. Throws
 * InvalidSettingError.
 */
export function auditLogOfEnvironment(isStackNamed: boolean): AuditLogGiven | null {
  if (isStackNamed || !process.env['FLOWBELL_AUDIT_LOG_GROUP']) return null
  return auditLogIn(readSettings(process.env, ['FLOWBELL_AUDIT_LOG_GROUP']), null)
}

/** Those of a deployed stack. Throws NoStackError, MissingResourceError, QuestionError or InvalidSettingError. */
export async function auditLogOfStack(stackName: string): Promise<AuditLogGiven> {
  const stack = deployedStack({ ...stackQuestions(), ...functionQuestions() }, stackName)
  return auditLogIn(await stack.settingsOf('recordAudit'), stackName)
}

function auditLogIn(settings: Settings, stack: string | null): AuditLogGiven {
  return { logGroup: settings.auditLogGroup ?? '', stack, channels: configuredChannels(settings) }
}
