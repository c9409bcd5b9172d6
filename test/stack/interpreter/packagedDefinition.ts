import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot, type StateMachineProperties, type Template } from '../../packaging/packageStack.ts'

export const region = 'eu-west-1'
export const accountId = '123456789012'

const machineId = 'WatchStateMachine'
const placeholders = /\$\{(\w+)\}/gu

/** The text of the definition's file: what people read, and what has to be deployed. */
export function definitionFileText(): string {
  return readFileSync(path.join(projectRoot, 'statemachines/watch-flow-operation.asl'), 'utf8')
}

/**
 * What keeps the packaged state machine from being the one in the file: a text that differs in any byte, a placeholder
 * without a substitution or the reverse, a substitution that names another function than its placeholder. Empty when all is well.
 */
export function packagedDefinitionFaults(template: Template, fileText: string): string[] {
  const machine = machineIn(template)
  if (!machine) return [`the template has no state machine ${machineId}`]
  const { DefinitionString: text, DefinitionSubstitutions: substitutions } = machine
  if (typeof text !== 'string')
    return ['the packaged definition is no text: the framework deletes every null of an object']
  return [
    ...textFaults(text, fileText),
    ...placeholderFaults(text, substitutions),
    ...Object.entries(substitutions).flatMap(([name, target]) => targetFaults(template, name, target)),
  ]
}

/** The packaged definition as CloudFormation would deploy it: every placeholder replaced by its function's ARN. */
export function packagedDefinition(template: Template): string {
  const machine = machineIn(template)
  if (!machine) throw new TypeError(`the template has no state machine ${machineId}`)
  return machine.DefinitionString.replaceAll(placeholders, (_placeholder, name: string) => {
    const functionName = functionNameOf(template, machine.DefinitionSubstitutions[name])
    if (functionName === null) throw new TypeError(`${name} is substituted by no function of the template`)
    return `arn:aws:lambda:${region}:${accountId}:function:${functionName}`
  })
}

function machineIn(template: Template): StateMachineProperties | undefined {
  return template.Resources[machineId]?.Properties as StateMachineProperties | undefined
}

function textFaults(text: string, fileText: string): string[] {
  if (text === fileText) return []
  const lines = fileText.split('\n')
  const at = text.split('\n').findIndex((line, index) => line !== lines[index])
  return [`the packaged definition differs from the file, from line ${at < 0 ? lines.length : at + 1} on`]
}

function placeholderFaults(text: string, substitutions: Readonly<Record<string, unknown>>): string[] {
  const named = new Set([...text.matchAll(placeholders)].map(([, name]) => String(name)))
  const given = new Set(Object.keys(substitutions))
  return [
    ...[...named]
      .filter(name => !given.has(name))
      .map(name => `nothing is substituted for the placeholder ${name}`),
    ...[...given]
      .filter(name => !named.has(name))
      .map(name => `${name} is substituted, but the definition has no such placeholder`),
  ]
}

/** `PollOperationFunctionArn` has to be the ARN of the function whose logical id is `PollOperationLambdaFunction`. */
function targetFaults(template: Template, name: string, target: unknown): string[] {
  const expected = { 'Fn::GetAtt': [name.replace(/FunctionArn$/u, 'LambdaFunction'), 'Arn'] }
  if (JSON.stringify(target) !== JSON.stringify(expected))
    return [`${name} is substituted by ${JSON.stringify(target)}, expected ${JSON.stringify(expected)}`]
  return functionNameOf(template, target) === null
    ? [`${name} is substituted by a function that does not exist`]
    : []
}

function functionNameOf(template: Template, target: unknown): string | null {
  const [logicalId] =
    (target as { readonly 'Fn::GetAtt'?: readonly string[] } | undefined)?.['Fn::GetAtt'] ?? []
  const resource = logicalId === undefined ? undefined : template.Resources[logicalId]
  if (resource?.Type !== 'AWS::Lambda::Function') return null
  return (resource.Properties as { readonly FunctionName: string }).FunctionName
}
