import { z } from 'zod'
import type { AwsErrorFault, AwsFault } from './faults.ts'
import { FaultyService } from './faultyService.ts'
import type { HttpAnswer } from './http.ts'
import type { ServiceName } from './requestLog.ts'
import { ServiceError } from './serviceError.ts'

/** One operation of a service: request members in, response members out; throws ServiceError to refuse. */
export type AwsOperation = (input: unknown) => object

/** How a service puts results and errors on the wire. */
export type WireProtocol = {
  encodeResult(operation: string, result: object): HttpAnswer
  encodeError(error: Omit<AwsErrorFault, 'kind'>): HttpAnswer
}

/** A model of one AWS service, without its transport. */
export abstract class AwsService<Operation extends string = string> extends FaultyService<
  Operation,
  AwsFault
> {
  abstract readonly serviceName: ServiceName
  /** What selects the service on the wire: the prefix of `x-amz-target`, or the query protocol's `Version`. */
  abstract readonly routeKey: string
  abstract readonly protocol: WireProtocol
  protected abstract readonly operations: Readonly<Record<Operation, AwsOperation>>

  /** Carries out one operation by its name on the wire. */
  perform(operation: string, input: unknown): object {
    const operations: Readonly<Record<string, AwsOperation>> = this.operations
    const perform = Object.hasOwn(operations, operation) ? operations[operation] : undefined
    if (!perform) throw new ServiceError('UnknownOperationException', `not modelled: ${operation}`)
    return perform(input)
  }
}

/**
 * An operation whose request is checked before it runs.
 *
 * @param invalidErrorType the error with which the service answers a request that breaks its shapes
 */
export function checkedOperation<Input>(
  schema: z.ZodType<Input>,
  invalidErrorType: string,
  run: (input: Input) => object,
): AwsOperation {
  return input => {
    const parsed = schema.safeParse(input)
    if (!parsed.success) throw new ServiceError(invalidErrorType, violations(parsed.error))
    return run(parsed.data)
  }
}

/** One line, as the services word it: which member breaks which rule. */
function violations(error: z.ZodError): string {
  return error.issues.map(issue => `${issue.path.join('.') || 'request'}: ${issue.message}`).join('; ')
}
