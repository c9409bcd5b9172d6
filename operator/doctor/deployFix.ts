import type { DeployedStack } from '../deployed/deployedStack.ts'
import { QuestionError } from '../questionError.ts'
import { shell } from '../shellLine.ts'
import type { DeployFix, Fix } from './finding.ts'

/**
 * The stack's parameters as `serverless.yml` names them, with their defaults. A deployment sets everything that it is not given
 * back to these: the framework sends no parameters, but writes their values into the template as defaults.
 */
export const parameterDefaults: Readonly<Record<string, string>> = {
  slackSecretArn: '',
  slackSecretKmsKeyArn: '',
  createSlackSecret: 'false',
  teamsSecretArn: '',
  teamsSecretKmsKeyArn: '',
  topicArn: '',
  topicKmsKeyArn: '',
  kmsKeyArn: '',
  eventBusName: '',
  routesParameter: '',
  routedTopicArns: '',
  alarmEmail: '',
  reserveConcurrency: 'true',
}

/** What no stack tells, as it is worked into its resources. */
export const untoldParameters = [
  'overdueMinutes',
  'pollTable',
  'sweepMinutes',
  'auditRetentionDays',
  'logRetentionDays',
]

/** The command that deploys again without losing what the stack was given. */
export async function deployFix({ words, changes }: DeployFix, stack: DeployedStack): Promise<Fix> {
  const bare = deployCommand(stack.name)
  try {
    const facts = await stack.facts()
    if (facts === null) return { words, command: bare }
    const options = Object.entries({ ...givenParameters(facts.parameters), ...changes })
    const command = bare + options.map(([name, value]) => shell` --param ${`${name}=${value}`}`).join('')
    return {
      words: `${words}; add --param for each of ${untoldParameters.join(', ')} that was given`,
      command,
    }
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error
    const options = Object.entries(changes).map(([name, value]) => shell` --param ${`${name}=${value}`}`)
    return { words: `${words}, with the same --param values as before`, command: bare + options.join('') }
  }
}

/** Stacks are named `flowbell-<stage>`; for another name the stage is not known. */
function deployCommand(stackName: string): string {
  const stage = /^flowbell-(.+)$/u.exec(stackName)?.[1]
  return stage ? shell`npx serverless deploy --stage ${stage}` : 'npx serverless deploy'
}

/** What differs from the defaults. Of the routes the stack has the text, not the name of the file. */
function givenParameters(ofStack: Readonly<Record<string, string>>): Record<string, string> {
  const given = Object.entries(parameterDefaults)
    .map(([name, byDefault]) => [name, ofStack[templateName(name)] ?? byDefault, byDefault] as const)
    .filter(([, value, byDefault]) => value !== byDefault)
    .map(([name, value]) => [name, value] as const)
  const routes = ofStack['RoutesDocument'] ? { routesFile: 'routes.json' } : {}
  return { ...Object.fromEntries(given), ...routes }
}

function templateName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
