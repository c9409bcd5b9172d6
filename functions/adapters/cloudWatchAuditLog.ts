import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type PutLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { jsonLine } from '../domain/jsonLine.ts'
import { ServiceError } from '../domain/serviceError.ts'
import type { AuditLog, Clock } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/**
 * The audit log in CloudWatch Logs: one stream per watch, one JSON line per record.
 * `ingestionClock` is the real time: the service drops what lies more than two hours ahead of it, and says so only in
 * `rejectedLogEventsInfo` of a successful answer (PutLogEvents API page).
 */
export function cloudWatchAuditLog(
  client: CloudWatchLogsClient,
  logGroupName: string,
  ingestionClock: Clock,
): AuditLog {
  return {
    async write(watchKey, records) {
      if (records.length === 0) return
      await createStream(client, logGroupName, watchKey)
      const timestamp = ingestionClock.nowMilliseconds()
      const logEvents = records.map(record => ({ timestamp, message: jsonLine(record) }))
      const command = new PutLogEventsCommand({ logGroupName, logStreamName: watchKey, logEvents })
      demandAllAccepted(await awsCall(options => client.send(command, options)))
    },
  }
}

async function createStream(
  client: CloudWatchLogsClient,
  logGroupName: string,
  logStreamName: string,
): Promise<void> {
  try {
    await awsCall(options =>
      client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }), options),
    )
  } catch (error) {
    const exists =
      error instanceof ServiceError && error.serviceErrorName === 'ResourceAlreadyExistsException'
    if (!exists) throw error
  }
}

function demandAllAccepted({ rejectedLogEventsInfo }: PutLogEventsCommandOutput): void {
  if (!rejectedLogEventsInfo || Object.values(rejectedLogEventsInfo).every(index => index === undefined))
    return
  const message = `CloudWatch Logs dropped audit records: ${JSON.stringify(rejectedLogEventsInfo)}`
  throw new ServiceError({ name: 'RejectedLogEvents', message })
}
