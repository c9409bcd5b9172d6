import { InvalidSettingError } from '../../../functions/domain/errors.ts'
import { parseRouting } from '../../../functions/domain/routingDocument.ts'
import { plural } from '../../../functions/domain/words.ts'
import { shell } from '../../shellLine.ts'
import type { Check, Patient } from '../check.ts'
import { type Finding, fault, well } from '../finding.ts'
import { faultInTargets } from '../routeTargets.ts'

/** Messages go to everybody while the routes cannot be read, which is loud, and not what was asked for. */
export const routesCheck: Check = {
  name: 'routes',
  words: 'The routes are sound',
  async examine(patient) {
    const { stack, cloud } = patient
    const { routesParameter, routes } = await stack.settingsOf('composeNotice')
    if (routesParameter === null)
      return routes === null ? well('none: everything goes everywhere') : judge(routes, null, patient)
    const document = await cloud.parameter(routesParameter)
    if (document !== null) return judge(document, routesParameter, patient)
    return fault(
      `there is no parameter ${routesParameter}: everything goes everywhere`,
      'Write the routes into routes.json, and store them',
      storeCommand(routesParameter),
    )
  },
}

async function judge(document: string, parameterName: string | null, patient: Patient): Promise<Finding> {
  try {
    const routing = parseRouting(document)
    return (await faultInTargets(routing, patient)) ?? well(plural(routing.routes.length, 'route'))
  } catch (error) {
    if (!(error instanceof InvalidSettingError)) throw error
    const words = 'Correct routes.json (npx flowbell routes test --help tries it), and store it'
    return fault(
      `${error.message}: everything goes everywhere`,
      words,
      parameterName && storeCommand(parameterName),
    )
  }
}

function storeCommand(parameterName: string): string {
  return shell`aws ssm put-parameter --name ${parameterName} --type String --overwrite --value file://routes.json`
}
