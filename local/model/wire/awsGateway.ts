import { awsJsonProtocol } from './awsJsonProtocol.ts'
import { parseQueryForm } from './awsQueryForm.ts'
import type { AwsService, WireProtocol } from './awsService.ts'
import { replyUnderFault } from './faults.ts'
import type { HttpAnswer, Reply, WireRequest } from './http.ts'
import { type JsonObject, parseJsonObject } from './jsonObject.ts'
import type { RequestLog } from './requestLog.ts'
import { ServiceError } from './serviceError.ts'

type AwsCall = { readonly routeKey: string; readonly operation: string; readonly body: JsonObject }

const fallbackProtocol = awsJsonProtocol({ version: '1.0', namespace: 'local.model', messageKey: 'message' })

/** One front door for all AWS services: finds the service of a request, records the call, answers it. */
export function awsGateway(
  services: readonly AwsService[],
  log: RequestLog,
): (request: WireRequest) => Reply {
  const serviceByRoute = new Map(services.map(service => [service.routeKey, service]))
  return request => {
    const call = readCall(request)
    const service = serviceByRoute.get(call.routeKey)
    log.record(service?.serviceName ?? 'unknown', call, request)
    return service ? answerCall(service, call, request) : notModelled(call)
  }
}

function readCall(request: WireRequest): AwsCall {
  const target = request.headers['x-amz-target']
  if (target === undefined) return readQueryCall(request)
  const [routeKey = '', operation = ''] = target.split('.')
  return { routeKey, operation, body: parseJsonObject(request.bodyText) ?? { unreadable: request.bodyText } }
}

function readQueryCall(request: WireRequest): AwsCall {
  const { Action, Version, ...body } = parseQueryForm(request.bodyText)
  return { routeKey: String(Version), operation: String(Action), body }
}

function answerCall(service: AwsService, call: AwsCall, request: WireRequest): Reply {
  const { protocol } = service
  return replyUnderFault(
    service.takeFault(call.operation),
    () => guarded(protocol, () => performCall(service, call, request)),
    error => protocol.encodeError(error),
  )
}

function performCall(service: AwsService, call: AwsCall, request: WireRequest): HttpAnswer {
  if (!request.headers['authorization']) {
    throw new ServiceError('MissingAuthenticationTokenException', 'the request is not signed', 403)
  }
  if ('unreadable' in call.body)
    throw new ServiceError('SerializationException', 'the body is no JSON object')
  return service.protocol.encodeResult(call.operation, service.perform(call.operation, call.body))
}

function guarded(protocol: WireProtocol, perform: () => HttpAnswer): HttpAnswer {
  try {
    return perform()
  } catch (error) {
    if (error instanceof ServiceError) return protocol.encodeError(error)
    throw error
  }
}

function notModelled(call: AwsCall): Reply {
  const message = `the local model has no service for ${call.routeKey}.${call.operation}`
  return fallbackProtocol.encodeError({ httpStatus: 400, errorType: 'UnknownOperationException', message })
}
