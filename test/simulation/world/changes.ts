import type { Change } from './scenario.ts'
import { channelCanary, flowAddress, putSecretText, putSlackSecret, putTeamsSecret } from './setup.ts'
import { passing } from './virtualWorld.ts'
import type { World } from './world.ts'

/** Makes one change when its time has come. */
export async function make(change: Change, world: World): Promise<void> {
  await passing(change.atSeconds * 1000)
  const { models, doors, scenario, names, journal } = world
  journal.tell('the surroundings', change.what)
  switch (change.what) {
    case 'put-slack-secret':
      return putSecretText(models, 'slack', change.text)
    case 'put-teams-secret':
      return putSecretText(models, 'teams', change.text)
    case 'put-routes':
      return models.systemsManager.put(names.routesParameter, change.text)
    case 'rotate-slack':
      doors.slackModel.webhookPath = `/services/T000/B000/${channelCanary}-${journal.now}`
      doors.slackModel.botToken = `xoxb-${channelCanary}-${journal.now}`
      return change.isSecretRenewed ? putSlackSecret(scenario, models, doors) : undefined
    case 'rotate-teams':
      doors.teamsModel.flowAddress = flowAddress(journal.now)
      return change.isSecretRenewed ? putTeamsSecret(models, doors) : undefined
    case 'delete-slack-cards':
      for (const { channel, ts } of doors.slackModel.cards) doors.slackModel.deleteMessage(channel, ts)
  }
}
