import { plural } from '../../../functions/domain/words.ts'
import { logicalIds } from '../../deployed/logicalIds.ts'
import { MissingResourceError } from '../../deployed/stackErrors.ts'
import { inTurns } from '../../inTurns.ts'
import type { Decision } from '../../ports.ts'
import { shell } from '../../shellLine.ts'
import type { Check, Patient } from '../check.ts'
import { type Finding, fault, unknown, well } from '../finding.ts'
import { type Need, neededActions, type RoleOwner } from '../neededActions.ts'
import { targetArns } from '../permissionTargets.ts'

/** IAM throttles simulations early. */
const simulationsAtOnce = 4
/** More would not be read in a terminal. */
const maxNamed = 5

export const permissionsCheck: Check = {
  name: 'permissions',
  words: 'The roles may do what they have to',
  async examine(patient) {
    const questions = (await Promise.all(neededActions.map(need => questionsOf(need, patient)))).flat()
    const decisions = await inTurns(simulationsAtOnce, questions, async question => ({
      question,
      decisions: await patient.cloud.simulate(question.roleArn, question.need.actions, question.resourceArn),
    }))
    return judge(decisions, patient.stack.name)
  },
}

type Question = { readonly need: Need; readonly roleArn: string; readonly resourceArn: string }
type Answer = { readonly question: Question; readonly decisions: readonly Decision[] }

async function questionsOf(need: Need, patient: Patient): Promise<Question[]> {
  const [roleArn, arns] = await Promise.all([roleOf(need.owner, patient), targetArns(need.on, patient)])
  return arns.map(resourceArn => ({ need, roleArn, resourceArn }))
}

async function roleOf(owner: RoleOwner, { stack, cloud }: Patient): Promise<string> {
  if (owner === 'stateMachine') {
    const machine = await cloud.stateMachine(await stack.physicalId(logicalIds.stateMachine))
    return demandRole(machine?.roleArn, 'the state machine')
  }
  if (owner === 'sweepSchedule') {
    const schedule = await cloud.schedule(await stack.physicalId(logicalIds.sweepSchedule))
    return demandRole(schedule?.roleArn, 'the schedule')
  }
  return (await stack.functionFacts(owner)).roleArn
}

function demandRole(roleArn: string | undefined, owner: string): string {
  if (!roleArn) throw new MissingResourceError(`${owner} does not exist any more`)
  return roleArn
}

function judge(answers: readonly Answer[], stackName: string): Finding {
  const all = answers.flatMap(({ question, decisions }) =>
    decisions.map(decision => ({
      ...decision,
      owner: question.need.owner,
      resourceArn: question.resourceArn,
    })),
  )
  const inWords = (verdict: Decision['verdict']) =>
    all
      .filter(decision => decision.verdict === verdict)
      .map(({ owner, action, resourceArn, why }) => `${owner} may not ${action} on ${resourceArn} (${why})`)
  const denied = inWords('DENIED')
  if (denied.length > 0) return missing(denied, stackName)
  const dependent = inWords('DEPENDS')
  if (dependent.length === 0) return well(`${plural(all.length, 'permission')} simulated`)
  return unknown(
    shortened(dependent),
    'A simulation cannot tell: see the conditions in the policies of these roles',
  )
}

function missing(denied: readonly string[], stackName: string): Finding {
  const drift = shell`aws cloudformation detect-stack-drift --stack-name ${stackName}`
  return fault(
    shortened(denied),
    'Deploy this version of Flowbell if the stack is older; else see what was changed by hand',
    drift,
  )
}

function shortened(lines: readonly string[]): string {
  const more = lines.length > maxNamed ? [`and ${lines.length - maxNamed} more`] : []
  return [...lines.slice(0, maxNamed), ...more].join('; ')
}
