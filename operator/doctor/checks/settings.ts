import { configuredChannels, type Settings } from '../../../functions/config.ts'
import { InvalidSettingError } from '../../../functions/domain/errors.ts'
import type { Check } from '../check.ts'
import { deployFault, type Finding, fault, well } from '../finding.ts'

export const settingsCheck: Check = {
  name: 'settings',
  words: 'The settings are sound',
  async examine({ settings }) {
    try {
      return judge(await settings())
    } catch (error) {
      if (!(error instanceof InvalidSettingError)) throw error
      return deployFault(error.message, 'Correct the parameter, and deploy again')
    }
  },
}

function judge(settings: Settings): Finding {
  const channels = configuredChannels(settings)
  if (channels.length > 0) return well(`channels: ${channels.join(', ')}`)
  return fault('no channel is configured: nobody is told', 'Give a topic, a Slack secret or an event bus')
}
