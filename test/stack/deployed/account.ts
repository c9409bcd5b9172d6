import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { credentials, type Emulator, region } from './emulators/emulator.ts'

/** The emulated account's services, as its root user reaches them. */
export type Account = ReturnType<typeof accountOf>

export function accountOf({ endpoint }: Pick<Emulator, 'endpoint'>) {
  const access = { endpoint, region, credentials }
  return {
    cloudFormation: new CloudFormationClient(access),
    cloudTrail: new CloudTrailClient(access),
    cloudWatch: new CloudWatchClient(access),
    events: new EventBridgeClient(access),
    iam: new IAMClient(access),
    lambda: new LambdaClient(access),
    logs: new CloudWatchLogsClient(access),
    scheduler: new SchedulerClient(access),
    secrets: new SecretsManagerClient(access),
    sfn: new SFNClient(access),
    sns: new SNSClient(access),
    sqs: new SQSClient(access),
  }
}

/** Closes the clients' connections. */
export function closeAccount(account: Account): void {
  for (const client of Object.values(account)) client.destroy()
}

/**
 * The clients of topics and queues as they would come over plain HTTP: emulators/run_ministack.py takes all others for calls
 * over TLS.
 */
export function overPlainHttp(emulator: Pick<Emulator, 'endpoint'>): Pick<Account, 'sns' | 'sqs'> {
  const { sns, sqs } = accountOf(emulator)
  sns.middlewareStack.add(asPlainHttp, { step: 'build' })
  sqs.middlewareStack.add(asPlainHttp, { step: 'build' })
  return { sns, sqs }
}

/** A middleware of the SDK, before the request is signed. */
function asPlainHttp<Call extends { readonly request: unknown }, Answer>(next: (call: Call) => Answer) {
  return (call: Call): Answer => {
    const { headers } = call.request as { headers: Record<string, string> }
    headers['x-forwarded-proto'] = 'http'
    return next(call)
  }
}
