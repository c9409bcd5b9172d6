import { functionNames } from '../../deployed/logicalIds.ts'
import type { FunctionFacts } from '../../ports.ts'
import type { Check } from '../check.ts'
import { deployFault, type Finding, well } from '../finding.ts'

type NamedFunction = FunctionFacts & { readonly name: string }

export const functionsCheck: Check = {
  name: 'functions',
  words: 'The functions are active',
  async examine({ stack }) {
    const facts = await Promise.all(
      functionNames.map(async name => ({ name, ...(await stack.functionFacts(name)) })),
    )
    return judge(facts)
  },
}

function judge(functions: readonly NamedFunction[]): Finding {
  const idle = functions.filter(
    ({ state, lastUpdateStatus }) => state !== 'Active' || lastUpdateStatus === 'Failed',
  )
  if (idle.length === 0) return well(`all ${functions.length}`)
  const found = idle.map(
    ({ name, state, lastUpdateStatus, reason }) =>
      `${name} is ${state === 'Active' ? `not updated (${lastUpdateStatus})` : state}${reason ? `: ${reason}` : ''}`,
  )
  return deployFault(found.join('; '), 'Deploy again')
}
