import { expect, test } from '@jest/globals'
import { deployedStack } from '../../../operator/deployed/deployedStack.ts'
import { MissingResourceError, NoStackError } from '../../../operator/deployed/stackErrors.ts'
import { functionFacts, patientWith } from '../support/patients.ts'

test('each thing is asked for once, however many want to know', async () => {
  const asked: string[] = []
  const { cloud } = patientWith()
  const counting = {
    stack: (name: string) => cloud.stack(name),
    stackResources: (name: string) => {
      asked.push(`resources of ${name}`)
      return cloud.stackResources(name)
    },
    functionFacts: async (name: string) => {
      asked.push(name)
      return functionFacts(name)
    },
  }
  const stack = deployedStack(counting, 'flowbell-dev')
  await Promise.all([
    stack.functionFacts('startWatch'),
    stack.settingsOf('startWatch'),
    stack.physicalId('WatchStateMachine'),
  ])
  expect(asked).toEqual(['resources of flowbell-dev', 'startWatch'])
})

test('a stack that is not there, a resource and a function that are not, are told apart', async () => {
  const { cloud } = patientWith()
  const nowhere = deployedStack({ ...cloud, stackResources: async () => null }, 'flowbell-dev')
  await expect(nowhere.physicalId('WatchStateMachine')).rejects.toBeInstanceOf(NoStackError)
  const emptied = deployedStack({ ...cloud, functionFacts: async () => null }, 'flowbell-dev')
  await expect(emptied.physicalId('Nothing')).rejects.toBeInstanceOf(MissingResourceError)
  await expect(emptied.functionFacts('startWatch')).rejects.toBeInstanceOf(MissingResourceError)
})
