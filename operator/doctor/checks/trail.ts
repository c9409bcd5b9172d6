import type { Cloud, TrailFacts, TrailSelectors } from '../../ports.ts'
import { QuestionError } from '../../questionError.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, unknown, well } from '../finding.ts'
import { unanswered } from '../notAsked.ts'
import { recordsStartCalls } from '../recordsStartCalls.ts'

type TrailQuestions = Pick<Cloud, 'isTrailLogging' | 'trailSelectors'>

/** EventBridge is told of a call only while some trail with logging on records it (EventBridge user guide, eb-service-event-cloudtrail). */
export const trailCheck: Check = {
  name: 'trail',
  words: 'A trail records the start calls',
  async examine({ cloud }) {
    const trails = await cloud.trails()
    return judge(await Promise.all(trails.map(trail => trailState(cloud, trail))))
  },
}

/** UNANSWERED: the trail is another account's, or a right is missing. */
type TrailState = { readonly trail: TrailFacts } & (
  | { readonly kind: 'RECORDS' | 'NOT_LOGGING' | 'RECORDS_OTHER_CALLS' }
  | { readonly kind: 'UNANSWERED'; readonly error: QuestionError }
)

async function trailState(cloud: TrailQuestions, trail: TrailFacts): Promise<TrailState> {
  try {
    if (!(await cloud.isTrailLogging(trail.arn))) return { trail, kind: 'NOT_LOGGING' }
    const isRecorded = recordsStartCalls(await selectorsOf(cloud, trail))
    return { trail, kind: isRecorded ? 'RECORDS' : 'RECORDS_OTHER_CALLS' }
  } catch (error) {
    if (error instanceof QuestionError) return { trail, kind: 'UNANSWERED', error }
    throw error
  }
}

/** Only its owner may ask for the selectors of an organisation's trail; that it has none of its own is told to everybody. */
async function selectorsOf(cloud: TrailQuestions, trail: TrailFacts): Promise<TrailSelectors> {
  try {
    return await cloud.trailSelectors(trail.arn)
  } catch (error) {
    if (trail.hasCustomSelectors === false) return { basic: [], advanced: [] }
    throw error
  }
}

function judge(states: readonly TrailState[]): Finding {
  const recording = states.find(({ kind }) => kind === 'RECORDS')
  if (recording) return well(recording.trail.name)
  const open = states.find(state => state.kind === 'UNANSWERED')
  if (open) return unknownTrail(open)
  const silent = states.find(({ kind }) => kind === 'NOT_LOGGING')
  if (silent) {
    const command = shell`aws cloudtrail start-logging --name ${silent.trail.arn}`
    return fault(`no trail records them; ${describe(states)}`, 'Switch logging on', command)
  }
  const [other] = states
  if (other) {
    const command = shell`aws cloudtrail get-event-selectors --trail-name ${other.trail.arn}`
    const words = 'Let a trail record management events that write; see what it records now with'
    return fault(`no trail records them; ${describe(states)}`, words, command)
  }
  return fault(
    'there is no trail: EventBridge is told of nothing',
    'Make one (YOUR-BUCKET has to let CloudTrail write)',
    'aws cloudtrail create-trail --name management-events --is-multi-region-trail --s3-bucket-name YOUR-BUCKET && aws cloudtrail start-logging --name management-events',
  )
}

function unknownTrail({ trail, error }: Extract<TrailState, { kind: 'UNANSWERED' }>): Finding {
  const { found, fix } = unanswered(error)
  if (!trail.isOrganizationTrail) return unknown(`${trail.name} ${found}`, fix?.words)
  const owner = trail.arn.split(':')[4] ?? ''
  return unknown(
    `${trail.name} is the organisation's trail and ${found}`,
    `Ask the owner, account ${owner}, whether it is logging and records management events that write`,
  )
}

function describe(states: readonly TrailState[]): string {
  const words = {
    NOT_LOGGING: 'is not logging',
    RECORDS_OTHER_CALLS: 'leaves out management events that write',
  }
  return states
    .map(({ trail, kind }) => `${trail.name} ${kind in words ? words[kind as keyof typeof words] : ''}`)
    .join('; ')
}
