import { operationOf, type ServiceModel } from './botocoreModel.ts'
import { breaksDocumentedRule, hasInventedToken } from './documentedRules.ts'
import { breakingValues, fittingValues } from './generatedValues.ts'
import { type Call, errorNameOf } from './wire.ts'

/** A generated request that was taken although it breaks a constraint, or refused although it breaks none. */
export type RequestFinding = {
  readonly operation: string
  readonly rule: string
  /** As JSON, cut: some requests are long on purpose. */
  readonly request: string
  readonly answered: string
}

type Verdict = 'refused' | 'taken'
type Request = Readonly<Record<string, unknown>>

/** Refused for its form; a request for something that does not exist has been taken as a request. */
export function verdictOf(errorName: string | undefined): string {
  if (errorName === 'InvalidRequestException') return 'refused'
  if (errorName === undefined || errorName === 'ResourceNotFoundException') return 'taken'
  return errorName
}

/** Sends one request or more per input constraint of an operation: all have to be refused. */
export async function findingsInBrokenRequests(
  model: ServiceModel,
  operation: string,
  call: Call,
): Promise<RequestFinding[]> {
  const requests = brokenRequests(model, operation)
  const checks = requests.map(({ constraint, value }) =>
    findings(operation, call, { rule: constraint, request: value, expected: 'refused' }),
  )
  return (await Promise.all(checks)).flat()
}

/** The constraints of the operation's input, each with a request that breaks it. */
export function brokenRequests(model: ServiceModel, operation: string): ReturnType<typeof breakingValues> {
  // AWS JSON has no request that is not an object; what else arrives is refused before it reaches an operation.
  return breakingValues(model, operationOf(model, operation).input.shape).filter(
    ({ constraint }) => !constraint.startsWith('type,'),
  )
}

/** Sends requests that keep every constraint: all have to be taken, but for those that break a documented rule. */
export async function findingsInFittingRequests(
  model: ServiceModel,
  operation: string,
  call: Call,
): Promise<RequestFinding[]> {
  const requests = fittingRequests(model, operation).filter(request => !hasInventedToken(request))
  const checks = requests.flatMap(request => [
    findings(operation, call, { rule: 'fits', request, expected: expectedVerdict(operation, request) }),
    findings(operation, call, {
      rule: 'has a member that nobody knows',
      request: { ...request, NotInTheModel: 1 },
      expected: expectedVerdict(operation, request),
    }),
  ])
  return (await Promise.all(checks)).flat()
}

export function fittingRequests(model: ServiceModel, operation: string): readonly Request[] {
  return fittingValues(model, operationOf(model, operation).input.shape) as readonly Request[]
}

function expectedVerdict(operation: string, request: Request): Verdict {
  return breaksDocumentedRule(operation, request) ? 'refused' : 'taken'
}

async function findings(
  operation: string,
  call: Call,
  { rule, request, expected }: { rule: string; request: unknown; expected: Verdict },
): Promise<RequestFinding[]> {
  const errorName = errorNameOf(await call(operation, request))
  if (verdictOf(errorName) === expected) return []
  return [
    { operation, rule, request: JSON.stringify(request).slice(0, 500), answered: errorName ?? 'success' },
  ]
}
