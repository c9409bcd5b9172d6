import { describe, expect, test } from '@jest/globals'
import type { StateMachineProperties, Template } from '../../packaging/packageStack.ts'
import { packagedTemplate } from '../support/packagedStack.ts'
import { definitionFileText, packagedDefinition, packagedDefinitionFaults } from './packagedDefinition.ts'

const fileText = definitionFileText()

test('the packaged definition is the file, byte for byte, with each placeholder naming its own function', () => {
  expect(packagedDefinitionFaults(packagedTemplate(), fileText)).toEqual([])
})

test('deployed, it names the functions by their ARNs and has no placeholder left', () => {
  const deployed = packagedDefinition(packagedTemplate())

  expect(deployed).not.toContain('${')
  expect(deployed).toContain('"arn:aws:lambda:eu-west-1:123456789012:function:flowbell-dev-pollOperation"')
})

describe('a packaged definition that is not the file is found out', () => {
  const faultsWith = (change: (machine: StateMachineProperties, template: Template) => void) => {
    const template = packagedTemplate()
    change(template.Resources['WatchStateMachine']?.Properties as StateMachineProperties, template)
    return packagedDefinitionFaults(template, fileText)
  }

  test('by one byte', () => {
    const faults = faultsWith(machine => {
      const changed = machine.DefinitionString.replace('"StartAt"', '"StartAT"')
      expect(changed).not.toBe(machine.DefinitionString)
      machine.DefinitionString = changed
    })

    expect(faults).toEqual([expect.stringMatching(/differs from the file, from line \d+ on$/)])
  })

  test('by a line that is missing at its end', () => {
    const faults = faultsWith(machine => {
      machine.DefinitionString = machine.DefinitionString.trimEnd()
    })

    expect(faults).toHaveLength(1)
  })

  test('as an object, from which the framework has deleted every null', () => {
    const faults = faultsWith(machine => {
      Object.assign(machine, { DefinitionString: JSON.parse(fileText) as object })
    })

    expect(faults).toEqual([expect.stringContaining('is no text')])
  })

  test('by a placeholder that nothing is substituted for', () => {
    const faults = faultsWith(machine => {
      delete machine.DefinitionSubstitutions['RecordAuditFunctionArn']
    })

    expect(faults).toEqual(['nothing is substituted for the placeholder RecordAuditFunctionArn'])
  })

  test('by a substitution that is to spare', () => {
    const faults = faultsWith(machine => {
      machine.DefinitionSubstitutions['StartWatchFunctionArn'] = {
        'Fn::GetAtt': ['StartWatchLambdaFunction', 'Arn'],
      }
    })

    expect(faults).toEqual([
      'StartWatchFunctionArn is substituted, but the definition has no such placeholder',
    ])
  })

  test('by one function in the place of another', () => {
    const faults = faultsWith(machine => {
      machine.DefinitionSubstitutions['RecordAuditFunctionArn'] = {
        'Fn::GetAtt': ['ComposeNoticeLambdaFunction', 'Arn'],
      }
    })

    expect(faults).toEqual([
      expect.stringMatching(/^RecordAuditFunctionArn is substituted by .*ComposeNotice/),
    ])
  })

  test('by a function that the template does not have', () => {
    const faults = faultsWith((_machine, template) => {
      delete template.Resources['RecordAuditLambdaFunction']
    })

    expect(faults).toEqual(['RecordAuditFunctionArn is substituted by a function that does not exist'])
  })

  test('by a state machine that is missing', () => {
    const faults = faultsWith((_machine, template) => {
      delete template.Resources['WatchStateMachine']
    })

    expect(faults).toEqual(['the template has no state machine WatchStateMachine'])
  })
})
