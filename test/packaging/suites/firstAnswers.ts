import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type PackagedFunction, unpackFunctions } from '../../stack/interpreter/packagedFunctions.ts'
import { HandlerProcess } from '../../stack/permissions/handlerProcess.ts'
import type { Outcome } from '../../stack/permissions/runHandler.ts'
import { type Scenario, scenarios } from '../../stack/permissions/scenarios.ts'
import { deployments, environmentOf, startWorld, type World } from '../../stack/permissions/world.ts'
import { functionNames, idOf, type Packaged } from './packaged.ts'

type Environment = Readonly<Record<string, string>>
/** What one packaged function did, and with what it signed its requests to AWS. */
type Run = { readonly outcomes: readonly Outcome[]; readonly sessionTokens: ReadonlySet<string | undefined> }

/** Runs packaged functions in processes of their own against the model, and looks what came of it. */
export class PackagedFunctions {
  readonly #packaged: Packaged
  readonly #functions: readonly PackagedFunction[]

  constructor(packaged: Packaged) {
    this.#packaged = packaged
    this.#functions = unpackFunctions(
      packaged.template,
      packaged.folder,
      path.join(packaged.folder, 'answers'),
    )
  }

  /** `change`: the environment of the function, made from the one with which it reaches the model. */
  async run(
    name: string,
    deploymentName: string,
    change: (environment: Environment) => Environment = environment => environment,
  ): Promise<Run> {
    const world = await startWorld(this.#packaged.template, deploymentOf(deploymentName))
    const environment = change(environmentOf(world, `${idOf(name)}LambdaFunction`))
    const process = new HandlerProcess(this.#functionOf(name), environment)
    try {
      const outcomes = await outcomesOf(world, process, possibleScenarios(name, world))
      const toAws = world.aws.requests.filter(({ service }) => service !== 'slack' && service !== 'teams')
      return { outcomes, sessionTokens: new Set(toAws.map(({ headers }) => headers['x-amz-security-token'])) }
    } finally {
      await process.end()
      await world.aws.close()
    }
  }

  /** What each scenario of a function is to come to. */
  async expectedOutcomes(name: string, deploymentName: string): Promise<unknown[]> {
    const world = await startWorld(this.#packaged.template, deploymentOf(deploymentName))
    await world.aws.close()
    return possibleScenarios(name, world).map(({ outcome }) => outcome)
  }

  #functionOf(name: string): PackagedFunction {
    const found = this.#functions.find(({ key }) => key === name)
    if (!found) throw new Error(`there is no packaged function ${name}`)
    return found
  }
}

function deploymentOf(wanted: string) {
  const found = deployments.find(({ name }) => name === wanted)
  if (!found) throw new Error(`there is no deployment ${wanted}`)
  return found
}

function possibleScenarios(name: string, world: World): Scenario[] {
  return (scenarios[name] ?? []).filter(({ isPossible }) => isPossible?.(world) ?? true)
}

async function outcomesOf(world: World, process: HandlerProcess, wanted: readonly Scenario[]) {
  const outcomes: Outcome[] = []
  for (const { prepare, event } of wanted) {
    prepare?.(world)
    outcomes.push(await process.invoke(event))
  }
  return outcomes
}

/** A variable by which a function knows that it is in Lambda. */
const inLambda = (environment: Environment) => ({ ...environment, AWS_LAMBDA_FUNCTION_NAME: 'synthetic' })

export function describeFirstAnswers(packaged: () => Packaged): void {
  describe('the packaged functions', () => {
    let functions: PackagedFunctions
    beforeAll(() => {
      functions = new PackagedFunctions(packaged())
    })

    test.each(functionNames)(
      '%s gives its answers from what its bundle loads ahead in Lambda',
      async name => {
        for (const deployment of ['with defaults', 'with everything given']) {
          const { outcomes } = await functions.run(name, deployment, inLambda)
          expect(outcomes).toMatchObject(await functions.expectedOutcomes(name, deployment))
        }
      },
    )

    const withLateParts = ['composeNotice', 'deliverNotification']
    test.each(withLateParts)(
      '%s gives its answers from what its bundle loads when it is needed',
      async name => {
        const { outcomes } = await functions.run(name, 'with everything given')
        expect(outcomes).toMatchObject(await functions.expectedOutcomes(name, 'with everything given'))
      },
    )

    test.each(functionNames)('%s signs with the session that Lambda gives it', async name => {
      const withSession = (environment: Environment) => ({ ...environment, AWS_SESSION_TOKEN: 'session-1' })
      const { sessionTokens } = await functions.run(name, 'with everything given', withSession)
      expect([...sessionTokens]).toEqual(['session-1'])
    })
  })
}
