import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { projectRoot, type Template, templateFile } from '../../packaging/packageStack.ts'
import { packageFolder } from '../support/packagedStack.ts'
import { callerEnvironment, type Emulator } from './emulators/emulator.ts'

const run = promisify(execFile)
const commandMilliseconds = 200_000

type State = {
  service: {
    functions: Record<string, { package: { artifact: string } }>
    provider: { compiledCloudFormationTemplate: Template }
  }
}

/**
 * A copy of the service in which the framework's commands run, so that its working folder `.serverless` is nobody else's.
 * What is deployed from it is the package that all stack tests look at.
 */
export class ServiceFolder {
  /** The variables of whoever runs the commands. */
  environment: Readonly<Record<string, string>>
  readonly #folder: string

  /** @param folder an empty folder; the caller removes it */
  constructor(folder: string, emulator: Pick<Emulator, 'endpoint'>) {
    this.#folder = folder
    this.environment = callerEnvironment(emulator)
    mkdirSync(this.#service)
    // The framework takes no symbolic link for its configuration file.
    copyFileSync(path.join(projectRoot, 'serverless.yml'), path.join(this.#service, 'serverless.yml'))
    for (const name of ['resources', 'statemachines', 'scripts', 'node_modules'])
      symlinkSync(path.join(projectRoot, name), path.join(this.#service, name))
  }

  /** `serverless deploy` of the package with this template in it. */
  async deploy(template: Template): Promise<string> {
    this.#preparePackage(template)
    return this.serverless('deploy', '--package', this.#package)
  }

  /** Runs one command of the framework. Gives all its output; throws with it when the command fails. */
  async serverless(...words: string[]): Promise<string> {
    const cli = path.join(projectRoot, 'node_modules/serverless/bin/serverless.js')
    const options = {
      cwd: this.#service,
      env: { ...this.environment, HOME: this.#folder },
      timeout: commandMilliseconds,
    }
    try {
      const { stdout, stderr } = await run(process.execPath, [cli, ...words], options)
      return stderr + stdout
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`serverless ${words[0]} failed: ${stderr}${stdout}`, { cause: error })
    }
  }

  get #service(): string {
    return path.join(this.#folder, 'service')
  }

  get #package(): string {
    return path.join(this.#folder, 'package')
  }

  /** The framework deploys the template that its state file holds, and the zips where that file says they are. */
  #preparePackage(template: Template): void {
    rmSync(this.#package, { recursive: true, force: true })
    cpSync(packageFolder, this.#package, { recursive: true })
    writeFileSync(templateFile(this.#package), JSON.stringify(template))
    const stateFile = path.join(this.#package, 'serverless-state.json')
    const state = JSON.parse(readFileSync(stateFile, 'utf8')) as State
    state.service.provider.compiledCloudFormationTemplate = template
    for (const lambda of Object.values(state.service.functions))
      lambda.package.artifact = path.join(
        this.#service,
        '.serverless',
        path.basename(lambda.package.artifact),
      )
    writeFileSync(stateFile, JSON.stringify(state))
  }
}
