import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Cloud } from '../ports.ts'
import { askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Parameters of Systems Manager. */
export function parameterQuestions(): Pick<Cloud, 'parameter'> {
  const client = new SSMClient(clientSettings)
  return {
    async parameter(Name) {
      const command = new GetParameterCommand({ Name, WithDecryption: true })
      const answer = await askForOne('ssm:GetParameter', options => client.send(command, options), [
        'ParameterNotFound',
      ])
      return answer?.Parameter?.Value ?? null
    },
  }
}
