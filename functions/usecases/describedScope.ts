import { ServiceError } from '../domain/serviceError.ts'
import type { FoundOperation } from '../domain/sweep.ts'
import type { FlowOperationScope } from '../domain/watchRequest.ts'
import type { FlowOperations } from '../ports.ts'

type Describing = Pick<FlowOperations, 'describe'>

/** Where several lists name an operation, the first scope under which the service describes it; else the first that lists it. */
export async function firstDescribedScope(
  { operation, scopes }: FoundOperation,
  flowOperations: Describing,
): Promise<FlowOperationScope | undefined> {
  if (scopes.length < 2) return scopes[0]
  for (const scope of scopes)
    if (await isDescribed(operation.flowOperationId, scope, flowOperations)) return scope
  return scopes[0]
}

/** True when the service knows the operation under this scope. Throws ServiceError when it cannot tell. */
export async function isDescribed(
  flowOperationId: string,
  scope: FlowOperationScope,
  flowOperations: Describing,
): Promise<boolean> {
  try {
    await flowOperations.describe({ ...scope, flowOperationId })
    return true
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.kind === 'NOT_FOUND' || error.kind === 'INVALID_REQUEST') return false
    throw error
  }
}
