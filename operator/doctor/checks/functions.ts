import { functionNames } from '../../deployed/logicalIds.ts'
import type { FunctionFacts } from '../../ports.ts'
import type { Check } from '../check.ts'
import { deployCommand } from '../deployCommand.ts'
import { type Finding, fault, well } from '../finding.ts'

type NamedFunction = FunctionFacts & { readonly name: string }

export const functionsCheck: Check = {
  name: 'functions',
  words: 'The functions are active',
  async examine({ stack }) {
    const facts = await Promise.all(
      functionNames.map(async name => ({ name, ...(await stack.functionFacts(name)) })),
    )
    return judge(facts, stack.name)
  },
}

function judge(functions: readonly NamedFunction[], stackName: string): Finding {
  const idle = functions.filter(
    ({ state, lastUpdateStatus }) => state !== 'Active' || lastUpdateStatus === 'Failed',
  )
  if (idle.length === 0) return well(`all ${functions.length}`)
  const found = idle.map(
    ({ name, state, lastUpdateStatus, reason }) =>
      `${name} is ${state === 'Active' ? `not updated (${lastUpdateStatus})` : state}${reason ? `: ${reason}` : ''}`,
  )
  return fault(found.join('; '), 'Deploy again', deployCommand(stackName))
}
