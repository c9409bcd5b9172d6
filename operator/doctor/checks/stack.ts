import type { StackFacts } from '../../ports.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { deployFault, type Finding, fault, well } from '../finding.ts'

/** The states in which every resource is the one that the last good deployment made. */
const goodStatuses = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
]

export const stackCheck: Check = {
  name: 'stack',
  words: 'The stack is deployed',
  examine: async ({ stack }) => judge(await stack.facts(), stack.name),
}

function judge(facts: StackFacts | null, name: string): Finding {
  if (facts === null) {
    const words =
      'Deploy it, or name another one with --stack (flowbell-<stage>) or another Region with AWS_REGION'
    return deployFault(`there is no stack ${name} in this account and Region`, words)
  }
  const { status } = facts
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return well(`${status}: the last update was undone, the version before it is at work`)
  if (goodStatuses.includes(status)) return well(status)
  if (status.endsWith('_IN_PROGRESS')) return fault(status, 'Wait until it is done, then run this again')
  const why = shell`aws cloudformation describe-stack-events --stack-name ${name}`
  return fault(status, 'See why it failed, mend that, and deploy again', why)
}
