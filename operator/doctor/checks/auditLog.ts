import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { fault, well } from '../finding.ts'

export const auditLogCheck: Check = {
  name: 'audit-log',
  words: 'The audit log group exists',
  async examine({ settings, cloud }) {
    const group = (await settings()).auditLogGroup ?? ''
    if (await cloud.isLogGroup(group)) return well(group)
    return fault(
      `there is no log group ${group}`,
      'Make it again',
      shell`aws logs create-log-group --log-group-name ${group}`,
    )
  },
}
