import { readSettings, type Settings } from '../../functions/config.ts'
import { once } from '../once.ts'
import type { Cloud, FunctionFacts, StackFacts, StackResource } from '../ports.ts'
import { environmentFailure } from './environmentFailure.ts'
import { type FunctionName, functionLogicalId } from './logicalIds.ts'
import { MissingResourceError, NoStackError } from './stackErrors.ts'

/** One deployed stack. Everything is asked for once, when it is first wanted. */
export type DeployedStack = {
  readonly name: string
  /** Null: there is no such stack. */
  facts(): Promise<StackFacts | null>
  resourcesOfType(type: string): Promise<StackResource[]>
  /** The physical id behind a logical one. Throws NoStackError or MissingResourceError. */
  physicalId(logicalId: string): Promise<string>
  /** A function as it is deployed. Throws NoStackError or MissingResourceError. */
  functionFacts(name: FunctionName): Promise<FunctionFacts>
  /** Flowbell's settings as a function got them. Throws InvalidSettingError, QuestionError, KeyUnusableError, NoStackError or MissingResourceError. */
  settingsOf(name: FunctionName): Promise<Settings>
}

type StackQuestions = Pick<Cloud, 'stack' | 'stackResources' | 'functionFacts'>

export function deployedStack(cloud: StackQuestions, name: string): DeployedStack {
  const resources = once(async () => {
    const found = await cloud.stackResources(name)
    if (found === null) throw new NoStackError(`there is no stack ${name}`)
    return found
  })
  const physicalId = async (logicalId: string) => {
    const found = (await resources()).find(resource => resource.logicalId === logicalId)
    if (!found?.physicalId) throw new MissingResourceError(`the stack has no ${logicalId}`)
    return found.physicalId
  }
  const askedFunctions = new Map<FunctionName, () => Promise<FunctionFacts>>()
  const functionFacts = (functionName: FunctionName) => {
    const asked =
      askedFunctions.get(functionName) ??
      once(async () => demandFunction(cloud, await physicalId(functionLogicalId(functionName))))
    askedFunctions.set(functionName, asked)
    return asked()
  }
  return {
    name,
    facts: once(() => cloud.stack(name)),
    resourcesOfType: async type => (await resources()).filter(resource => resource.type === type),
    physicalId,
    functionFacts,
    settingsOf: async functionName => settingsIn(await functionFacts(functionName)),
  }
}

async function demandFunction(cloud: StackQuestions, functionName: string): Promise<FunctionFacts> {
  const facts = await cloud.functionFacts(functionName)
  if (facts === null) throw new MissingResourceError(`the function ${functionName} does not exist`)
  return facts
}

function settingsIn({ environment, environmentError, keyArn }: FunctionFacts): Settings {
  if (environmentError !== null) throw environmentFailure(environmentError, keyArn)
  return readSettings(environment, ['FLOWBELL_AUDIT_LOG_GROUP', 'FLOWBELL_DEAD_LETTER_QUEUE_URL'])
}
