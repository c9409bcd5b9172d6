import { describe, expect, test } from '@jest/globals'
import { shippedDefinitionText } from '../../../local/engine/definition.ts'
import { isObject, type JsonObject } from '../../statemachines/aslWalk.ts'
import type { Path } from './edit.ts'
import { textOf } from './mutant.ts'
import { mutantsOf } from './mutants.ts'

const shipped = JSON.parse(shippedDefinitionText()) as JsonObject
const mutants = mutantsOf(shipped)

/** Says nothing, or says what the language takes for granted, or is held by the validators as it is. */
const leftAlone = /(?:^|\.)(?:Comment|Type|Resource|ProcessorConfig\.Mode)$/

/** The ways to all members that hold no further ones. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  const members = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : []
  return members.length === 0 ? [path] : members.flatMap(([key, member]) => leavesOf(member, [...path, key]))
}

describe('the mutants of the shipped definition', () => {
  test('have names of their own, and differ from it and from each other', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
    expect(new Set([textOf(shipped), ...mutants.map(({ text }) => text)]).size).toBe(mutants.length + 1)
  })

  test('touch every member of it but comments, types and resources', () => {
    const touched = new Set(mutants.flatMap(({ edits }) => edits.map(({ path }) => path.join('.'))))
    const isTouched = (path: Path) =>
      path.some((_key, index) => touched.has(path.slice(0, index + 1).join('.')))
    const untouched = leavesOf(shipped)
      .filter(path => !isTouched(path))
      .map(path => path.join('.'))

    expect(untouched.filter(path => !leftAlone.test(path))).toEqual([])
  })

  test('leave comments alone', () => {
    const touched = mutants.flatMap(({ edits }) => edits.map(({ path }) => path.at(-1)))

    expect(touched).not.toContain('Comment')
  })
})

describe('the mutants of a small definition', () => {
  const small = {
    StartAt: 'Ask',
    TimeoutSeconds: 100,
    States: {
      Ask: {
        Type: 'Task',
        TimeoutSeconds: 10,
        Retry: [
          { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 0 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 1 },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Lost' }],
        Next: 'IsIt',
      },
      IsIt: {
        Type: 'Choice',
        Choices: [{ Variable: '$.is', BooleanEquals: true, Next: 'Done' }],
        Default: 'Lost',
      },
      Done: { Type: 'Succeed' },
      Lost: { Type: 'Fail', Error: 'Lost', Cause: 'It is lost.' },
    },
  }
  const idsOf = (operator: string) =>
    mutantsOf(small)
      .filter(mutant => mutant.operator === operator)
      .map(({ id }) => id)

  test.each([
    ['another first state', ['StartAt = IsIt', 'StartAt = Done', 'StartAt = Lost']],
    [
      'another next state',
      [
        'Ask.Next = Ask',
        'Ask.Next = Done',
        'Ask.Next = Lost',
        'Ask.Catch.0.Next = Ask',
        'Ask.Catch.0.Next = IsIt',
        'Ask.Catch.0.Next = Done',
        'IsIt.Choices.0.Next = Ask',
        'IsIt.Choices.0.Next = IsIt',
        'IsIt.Choices.0.Next = Lost',
      ],
    ],
    [
      'another default',
      ['IsIt.Default = Ask', 'IsIt.Default = IsIt', 'IsIt.Default = Done', 'IsIt.Default dropped'],
    ],
    ['two outcomes swapped', ['IsIt.Choices.0.Next = Lost, IsIt.Default = Done']],
    [
      'another comparison',
      [
        'IsIt.Choices.0.BooleanEquals = false',
        'IsIt.Choices.0 = {"Not":{"Variable":"$.is","BooleanEquals":true},"Next":"Done"}',
      ],
    ],
    ['Catch dropped', ['Ask.Catch dropped']],
    ['Retry dropped', ['Ask.Retry dropped', 'Ask.Retry.0 dropped', 'Ask.Retry.1 dropped']],
    [
      'other number of tries',
      [
        'Ask.Retry.0.MaxAttempts = 1',
        'Ask.Retry.0.MaxAttempts dropped',
        'Ask.Retry.1.MaxAttempts = 0',
        'Ask.Retry.1.MaxAttempts = 2',
        'Ask.Retry.1.MaxAttempts dropped',
      ],
    ],
    ['retriers in another order', ['Ask.Retry with the last one before 0']],
    [
      'another time limit',
      [
        'TimeoutSeconds dropped',
        'TimeoutSeconds = 200',
        'TimeoutSeconds = 1000',
        'TimeoutSeconds = 50',
        'Ask.TimeoutSeconds dropped',
        'Ask.TimeoutSeconds = 20',
        'Ask.TimeoutSeconds = 100',
        'Ask.TimeoutSeconds = 5',
      ],
    ],
    [
      'another end',
      [
        'Done is a Fail',
        'Lost is a Succeed',
        'Lost.Error = X',
        'Lost.Cause = ',
        'Lost.Error = It is lost., Lost.Cause = Lost',
      ],
    ],
  ])('by the operator “%s” are these', (operator, ids) => {
    expect(idsOf(operator)).toEqual(ids)
  })
})
