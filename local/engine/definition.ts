import { readFileSync } from 'node:fs'

/** The parts of a state that the adapter looks at. */
export type State = {
  readonly Type: string
  readonly Resource?: string
  readonly ItemProcessor?: Definition
  readonly Branches?: readonly Definition[]
}
export type Definition = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> }

const definitionFile = new URL('../../statemachines/watch-flow-operation.asl', import.meta.url)

/** The text of the shipped definition: the very file that is packaged. */
export function shippedDefinitionText(): string {
  return readFileSync(definitionFile, 'utf8')
}

/**
 * The shipped definition with every `${…FunctionArn}` placeholder replaced by the ARN that `functionArn` gives for the
 * function's name, as CloudFormation's DefinitionSubstitutions do. Throws SyntaxError when the file is not JSON.
 */
export function shippedDefinition(functionArn: (functionName: string) => string): Definition {
  const text = shippedDefinitionText().replaceAll(/\$\{(\w+)FunctionArn\}/gu, (_placeholder, name: string) =>
    functionArn(name.charAt(0).toLowerCase() + name.slice(1)),
  )
  return JSON.parse(text) as Definition
}

/** All states by name, those inside Map and Parallel included. */
export function allStates(definition: Definition): Map<string, State> {
  const states = new Map<string, State>()
  for (const [name, state] of Object.entries(definition.States)) {
    states.set(name, state)
    for (const inner of [state.ItemProcessor, ...(state.Branches ?? [])]) {
      if (inner) for (const [innerName, innerState] of allStates(inner)) states.set(innerName, innerState)
    }
  }
  return states
}
