import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { pythonProgram } from '../support/pythonTools.ts'
import { launcher } from './motoServer.ts'

const asl = 'moto.stepfunctions.parser.asl.component'

/** Runs the launcher after a change to moto, as an upgrade might make it. */
function launchAfter(change: string) {
  const program = `${change}\nimport runpy\nrunpy.run_path(${JSON.stringify(launcher)}, run_name="__main__")`
  const options = { input: '', encoding: 'utf8', timeout: 60_000, env: {} } as const
  return spawnSync(pythonProgram('moto', 'python'), ['-c', program], options)
}

describe('the launcher says so and does not start when moto has moved', () => {
  test.each([
    [
      'the wait',
      `from ${asl}.state.wait.wait_function.wait_function import WaitFunction\ndel WaitFunction._wait_interval`,
    ],
    [
      'the pause between retries',
      `from ${asl}.common.retry.retrier_decl import RetrierDecl\nRetrierDecl._eval_body = RetrierDecl.from_retrier_props`,
    ],
    ['a whole module', `import sys\nsys.modules["${asl}.state.exec.state_task.lambda_eval_utils"] = None`],
  ])('%s', (_part, change) => {
    const { status, stderr, stdout } = launchAfter(change)

    expect(stderr).toContain('moto has changed')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  })

  test('and starts with moto as it is', () => {
    expect(launchAfter('').stdout).toMatch(/^\{"port": \d+\}$/m)
  })
})
