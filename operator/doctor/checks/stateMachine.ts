import { logicalIds } from '../../deployed/logicalIds.ts'
import type { Check } from '../check.ts'
import { deployFault, well } from '../finding.ts'

export const stateMachineCheck: Check = {
  name: 'state-machine',
  words: 'The state machine is active',
  async examine({ stack, cloud }) {
    const machine = await cloud.stateMachine(await stack.physicalId(logicalIds.stateMachine))
    if (machine?.status === 'ACTIVE') return well('ACTIVE')
    return deployFault(
      machine ? machine.status : 'it does not exist any more',
      'Remove the stack and deploy it anew',
    )
  },
}
