import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn'
import type { Cloud } from '../ports.ts'
import { askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** State machines. */
export function stateMachineQuestions(): Pick<Cloud, 'stateMachine'> {
  const client = new SFNClient(clientSettings)
  return {
    async stateMachine(stateMachineArn) {
      const command = new DescribeStateMachineCommand({ stateMachineArn })
      const answer = await askForOne(
        'states:DescribeStateMachine',
        options => client.send(command, options),
        ['StateMachineDoesNotExist'],
      )
      return answer && { status: answer.status ?? 'UNKNOWN', roleArn: answer.roleArn ?? '' }
    },
  }
}
