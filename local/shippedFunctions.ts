import type { Context } from 'aws-lambda'
import { collectResults } from '../functions/handlers/collectResults.ts'
import { composeNotice } from '../functions/handlers/composeNotice.ts'
import { deliverNotification } from '../functions/handlers/deliverNotification.ts'
import { gatherContext } from '../functions/handlers/gatherContext.ts'
import { parkNotification } from '../functions/handlers/parkNotification.ts'
import { pollOperation } from '../functions/handlers/pollOperation.ts'
import { recordAudit } from '../functions/handlers/recordAudit.ts'
import type { LambdaHandler } from '../functions/lambda.ts'
import type { AuditLog } from '../functions/ports.ts'
import type { Runtime } from '../functions/runtime.ts'
import type { TaskFunction, TaskFunctions } from './engine/taskBorder.ts'

/** The shipped handlers, as the state machine calls them. `auditLog` replaces the one in CloudWatch Logs. */
export function shippedFunctions(runtime: Runtime, auditLog?: AuditLog): TaskFunctions {
  const of = () => runtime
  return {
    pollOperation: invocation('pollOperation', pollOperation(of)),
    collectResults: invocation('collectResults', collectResults(of)),
    gatherContext: invocation('gatherContext', gatherContext(of)),
    composeNotice: invocation('composeNotice', composeNotice(of)),
    recordAudit: invocation('recordAudit', recordAudit(of, auditLog ? { auditLog } : {})),
    deliverNotification: invocation('deliverNotification', deliverNotification(of)),
    parkNotification: invocation('parkNotification', parkNotification(of)),
  }
}

/** Calls a handler with what Lambda gives besides the event. */
export function invocation(functionName: string, handler: LambdaHandler<unknown>): TaskFunction {
  let count = 0
  return payload => {
    count += 1
    return handler(payload, localContext(functionName, count))
  }
}

function localContext(functionName: string, count: number): Context {
  const nothing = () => undefined
  return {
    awsRequestId: `local-${functionName}-${count}`,
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionName,
    memoryLimitInMB: '256',
    logGroupName: functionName,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => 60_000,
    done: nothing,
    fail: nothing,
    succeed: nothing,
  }
}
