import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectRoot, type StateMachineProperties } from '../packageStack.ts'
import type { Packaged } from './packaged.ts'

export function describeStateMachine(packaged: () => Packaged): void {
  describe('the state machine', () => {
    const definition = () =>
      readFileSync(path.join(projectRoot, 'statemachines/watch-flow-operation.asl'), 'utf8')
    const machine = () =>
      packaged().template.Resources['WatchStateMachine']?.Properties as StateMachineProperties & Logged

    test('is packaged byte for byte: the framework would delete every null of a parsed definition', () => {
      expect(machine().DefinitionString).toBe(definition())
    })

    test('has a substitution for each placeholder, and none to spare', () => {
      const placeholders = [...definition().matchAll(/\$\{(\w+)\}/g)].map(match => String(match[1]))

      expect(Object.keys(machine().DefinitionSubstitutions).sort()).toEqual([...new Set(placeholders)].sort())
    })

    test('puts each function where its name stands', () => {
      for (const [name, target] of Object.entries(machine().DefinitionSubstitutions)) {
        expect(target).toEqual({ 'Fn::GetAtt': [name.replace(/FunctionArn$/, 'LambdaFunction'), 'Arn'] })
      }
    })

    test('logs every step without its data, and traces', () => {
      expect(machine()).toMatchObject({
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
        TracingConfiguration: { Enabled: true },
      })
    })
  })
}

interface Logged {
  LoggingConfiguration: unknown
  TracingConfiguration: unknown
}
