import { readSettings } from '../../functions/config.ts'
import { identifier } from '../../functions/domain/triggerEvent.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import { demandAwsAccess } from '../../local/awsAccess.ts'
import { localRuntime } from '../../local/localRuntime.ts'
import { type RunForm, runAndReport } from '../runAndReport.ts'
import { demandSoundParameter, demandSoundRoutes } from '../soundRouting.ts'
import { standardErrorAuditLog } from '../standardErrorAuditLog.ts'
import { UsageError } from '../usageError.ts'

export type WatchOptions = {
  readonly firewallArn: string
  readonly flowOperationId: string
  readonly availabilityZone?: string
  readonly vpcEndpointId?: string
  readonly vpcEndpointAssociationArn?: string
}

/** Watches a running operation with nothing deployed. Returns the exit code. */
export async function watch(options: WatchOptions, form: RunForm): Promise<number> {
  const request = watchRequestOf(options)
  const settings = readSettings(process.env, [])
  demandSoundRoutes(settings)
  const runtime = localRuntime(settings, () => undefined)
  await demandAwsAccess(request.region)
  await demandSoundParameter(runtime)
  const auditLog = settings.auditLogGroup === null ? standardErrorAuditLog() : undefined
  return runAndReport(request, runtime, form, auditLog)
}

function watchRequestOf(options: WatchOptions): WatchRequest {
  const firewallArn = demanded(
    identifier('firewallArn', '--firewall-arn', { '--firewall-arn': options.firewallArn }),
  )
  const flowOperationId = demanded(
    identifier('flowOperationId', '--flow-operation-id', { '--flow-operation-id': options.flowOperationId }),
  )
  const [, , , region = null, accountId = null] = firewallArn.split(':')
  return {
    kind: 'ACCEPTED_START',
    watchKey: flowOperationId,
    flowOperationId,
    flowOperationType: null,
    firewallArn,
    ...selectorsOf(options),
    accountId,
    region,
    startedAt: null,
    startedBy: null,
    watchedSince: new Date().toISOString(),
    refusal: null,
    lookUpFailure: null,
    recoveredLate: false,
    slotHolder: null,
    availabilityZoneId: null,
  }
}

function selectorsOf(options: WatchOptions) {
  const selectors = {
    availabilityZone: identifier('availabilityZone', '--availability-zone', {
      '--availability-zone': options.availabilityZone,
    }),
    vpcEndpointId: identifier('vpcEndpointId', '--vpc-endpoint-id', {
      '--vpc-endpoint-id': options.vpcEndpointId,
    }),
    vpcEndpointAssociationArn: identifier('vpcEndpointAssociationArn', '--vpc-endpoint-association-arn', {
      '--vpc-endpoint-association-arn': options.vpcEndpointAssociationArn,
    }),
  }
  if (Object.values(selectors).filter(value => value !== null).length > 1) {
    throw new UsageError(
      'give one of --availability-zone, --vpc-endpoint-id and --vpc-endpoint-association-arn: the one of the start',
    )
  }
  return selectors
}

function demanded(value: string | null): string {
  if (value === null) throw new UsageError('--firewall-arn and --flow-operation-id must not be empty')
  return value
}
