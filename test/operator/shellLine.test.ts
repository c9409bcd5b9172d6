import { execFileSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { shell } from '../../operator/shellLine.ts'

test('an ordinary name stands as it is', () => {
  expect(shell`aws events enable-rule --name ${'flowbell-dev-Rule-1X'}`).toBe(
    'aws events enable-rule --name flowbell-dev-Rule-1X',
  )
})

test.each(['two words', "o'hara", '$(id)', '`id`', 'a;b', '*', '', '"', '\\', '#'])(
  'a shell takes %j as one word, and does nothing with it',
  word => {
    const line = shell`printf '[%s]' ${word}`
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe(`[${word}]`)
  },
)

test('what cannot be seen does not get into the line', () => {
  expect(shell`echo ${'a\u202eb\n'}`).toBe("echo 'a b'")
})
