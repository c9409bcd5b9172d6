import { configuredChannels, type Settings } from '../../../functions/config.ts'
import { InvalidSettingError } from '../../../functions/domain/errors.ts'
import { KeyUnusableError } from '../../deployed/stackErrors.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { deployFault, type Finding, fault, well } from '../finding.ts'

export const settingsCheck: Check = {
  name: 'settings',
  words: 'The settings are sound',
  async examine({ settings }) {
    try {
      return judge(await settings())
    } catch (error) {
      if (error instanceof KeyUnusableError) return keyFault(error)
      if (!(error instanceof InvalidSettingError)) throw error
      return deployFault(error.message, 'Correct the parameter, and deploy again')
    }
  },
}

function judge(settings: Settings): Finding {
  const channels = configuredChannels(settings)
  if (channels.length > 0) return well(`channels: ${channels.join(', ')}`)
  return fault(
    'no channel is configured: nobody is told',
    'Give a topic, a Slack or Teams secret, or an event bus',
  )
}

/** No function can start then. What is to be deleted is disabled as well, once that is called off. */
function keyFault({ message, state, keyArn }: KeyUnusableError): Finding {
  const key = keyArn ?? 'KEY-ID'
  const enable = shell`aws kms enable-key --key-id ${key}`
  switch (state) {
    case 'DISABLED':
      return fault(message, 'Enable it', enable)
    case 'TO_BE_DELETED': {
      const rescue = shell`aws kms cancel-key-deletion --key-id ${key}`
      return fault(message, 'Call its deletion off, and enable it', `${rescue} && ${enable}`)
    }
    case 'GONE':
      return deployFault(message, 'What lies under it is lost; deploy with another key', {
        kmsKeyArn: 'KEY-ARN',
      })
    case 'OTHER':
      return fault(message, 'See what state it is in', shell`aws kms describe-key --key-id ${key}`)
  }
}
