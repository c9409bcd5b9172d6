import { operationOf, type ServiceModel, shapeOf } from './botocoreModel.ts'
import { type Violation, violationsOf } from './violations.ts'
import { errorNameOf, type WireAnswer } from './wire.ts'

/** One answer, and the situation in which the model gave it. */
export type RecordedAnswer = {
  readonly operation: string
  readonly situation: string
  readonly answer: WireAnswer
}

export type AnswerFinding = { readonly operation: string; readonly situation: string } & Violation

/** Whatever in the answers is not as the service model describes it: the members, the errors, their HTTP status. */
export function answerFindings(model: ServiceModel, answers: readonly RecordedAnswer[]): AnswerFinding[] {
  return answers.flatMap(({ operation, situation, answer }) =>
    violationsInAnswer(model, operation, answer).map(violation => ({ operation, situation, ...violation })),
  )
}

function violationsInAnswer(
  model: ServiceModel,
  operation: string,
  answer: WireAnswer,
): readonly Violation[] {
  const expectedType = `application/x-amz-json-${model.metadata.jsonVersion}`
  const ofType: Violation[] =
    answer.contentType === expectedType
      ? []
      : [{ path: 'content-type', rule: 'type', found: answer.contentType }]
  const { output } = operationOf(model, operation)
  const errorName = errorNameOf(answer)
  if (errorName === undefined) return [...ofType, ...violationsOf(model, output.shape, answer.body)]
  return [...ofType, ...violationsInError(model, operation, errorName, answer)]
}

function violationsInError(
  model: ServiceModel,
  operation: string,
  errorName: string,
  { status, body }: WireAnswer,
): readonly Violation[] {
  const isModelled = operationOf(model, operation).errors.some(({ shape }) => shape === errorName)
  if (!isModelled) return [{ path: '__type', rule: 'enum', found: errorName }]
  const { __type: _errorName, ...members } = body
  const expectedStatus = shapeOf(model, errorName).fault ? 500 : 400
  const ofStatus: Violation[] =
    status === expectedStatus ? [] : [{ path: 'status', rule: 'range', found: status }]
  return [...ofStatus, ...violationsOf(model, errorName, members)]
}

/** The output members, by path without list positions, that no successful answer showed. */
export function membersNeverSeen(
  model: ServiceModel,
  operation: string,
  answers: readonly RecordedAnswer[],
): string[] {
  const seen = new Set(
    answers
      .filter(recorded => recorded.operation === operation && recorded.answer.status === 200)
      .flatMap(({ answer }) => pathsIn(answer.body)),
  )
  return memberPaths(model, operationOf(model, operation).output.shape).filter(path => !seen.has(path))
}

function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap(item => pathsIn(item, `${path}[]`))]
  if (typeof value !== 'object' || value === null) return [path]
  const below = path === '' ? '' : `${path}.`
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, `${below}${name}`))]
}

function memberPaths(model: ServiceModel, shapeName: string, path = ''): string[] {
  const { type, members = {}, member } = shapeOf(model, shapeName)
  const own = path === '' ? [] : [path]
  if (type === 'list' && member) return [...own, ...memberPaths(model, member.shape, `${path}[]`)]
  if (type !== 'structure') return own
  const below = path === '' ? '' : `${path}.`
  return [
    ...own,
    ...Object.entries(members).flatMap(([name, ref]) => memberPaths(model, ref.shape, `${below}${name}`)),
  ]
}
