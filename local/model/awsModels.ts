import { CloudWatchLogsModel } from './cloudWatchLogs.ts'
import { EventBridgeModel } from './eventBridge.ts'
import { NetworkFirewallModel } from './networkFirewall.ts'
import { SecretsManagerModel } from './secretsManager.ts'
import { SnsModel } from './sns.ts'
import { SqsModel } from './sqs.ts'
import { StepFunctionsModel } from './stepFunctions.ts'
import { SystemsManagerModel } from './systemsManager.ts'

/** Where the modelled account is. `origin`: of the queues' URLs. */
export type ModelledAccount = {
  /** The clock of every model, in milliseconds since the epoch. */
  readonly now: () => number
  readonly region: string
  readonly accountId: string
  readonly origin: string
}

export type AwsModels = ReturnType<typeof newAwsModels>

/** The models of one account's AWS services, without any transport. */
export function newAwsModels({ now, region, accountId, origin }: ModelledAccount) {
  return {
    networkFirewall: new NetworkFirewallModel(now),
    sns: new SnsModel(`arn:aws:sns:${region}:${accountId}:`),
    logs: new CloudWatchLogsModel(now),
    secrets: new SecretsManagerModel(),
    eventBridge: new EventBridgeModel(),
    sqs: new SqsModel(`${origin}/${accountId}/`, now),
    stepFunctions: new StepFunctionsModel(`arn:aws:states:${region}:${accountId}:`, now),
    systemsManager: new SystemsManagerModel(`arn:aws:ssm:${region}:${accountId}:`, now),
  }
}
