import StrykerNodeEnvironment from '@stryker-mutator/jest-runner/jest-env/node'

interface TestEvent {
  readonly name: string
  readonly test?: { mode?: string }
}

/** Its type says that the handler is a property; Stryker wraps whatever is there, a method of a subclass too. */
const Environment = StrykerNodeEnvironment as unknown as new (...args: never[]) => object

/** With a mutant in the code, the tests of a file that follow a failed one tell nothing new: they are skipped. */
export default class StopAtFirstFailure extends Environment {
  #hasFailed = false

  handleTestEvent({ name, test }: TestEvent): void {
    if (process.env['__STRYKER_ACTIVE_MUTANT__'] === undefined) return
    if (name === 'test_fn_failure') this.#hasFailed = true
    if (name === 'test_start' && test !== undefined && this.#hasFailed) test.mode = 'skip'
  }
}
