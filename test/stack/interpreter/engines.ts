import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packagedTemplate, packageFolder } from '../support/packagedStack.ts'
import { type MotoServer, startMoto } from './motoServer.ts'
import { packagedDefinition } from './packagedDefinition.ts'
import { type PackagedFunction, unpackFunctions } from './packagedFunctions.ts'
import { runScenario } from './runScenario.ts'
import { type Trace, traceOf } from './trace.ts'

/** Both engines with the packaged stack. */
export class Engines {
  /** The packaged definition, with ARNs instead of placeholders. */
  readonly definition: string
  readonly #functions: readonly PackagedFunction[]
  readonly #folder: string
  readonly #moto: MotoServer

  private constructor(moto: MotoServer) {
    const template = packagedTemplate()
    this.#moto = moto
    this.#folder = mkdtempSync(path.join(tmpdir(), 'flowbell-functions-'))
    this.#functions = unpackFunctions(template, packageFolder, this.#folder)
    this.definition = packagedDefinition(template)
  }

  static async start(): Promise<Engines> {
    return new Engines(await startMoto('VIRTUAL'))
  }

  /** Runs a scenario in one engine; `definition` stands in for the packaged one. */
  async run(engine: 'EMBEDDED' | 'MOTO', scenario: string, definition = this.definition): Promise<Trace> {
    const request = {
      engine,
      scenario,
      definition,
      functions: this.#functions,
      motoOrigin: this.#moto.origin,
    }
    return traceOf(await runScenario(request, path.join(this.#folder, 'compiled')))
  }

  async stop(): Promise<void> {
    await this.#moto.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
