import { styleText } from 'node:util'
import { humanMessage } from '../functions/domain/humanMessage.ts'
import { inertText } from '../functions/domain/inertText.ts'
import type { Severity } from '../functions/domain/outcome.ts'
import { plural, timeInWords } from '../functions/domain/words.ts'
import { type Ending, isEverybodyTold, type Message, type Step, type Story } from '../operator/why/story.ts'
import type { AuditLogGiven } from './auditLogGiven.ts'
import { wrapped } from './wrappedText.ts'

/** What is known of one watch; `story` is null when nothing is recorded of it. */
export type WhyReport = AuditLogGiven & {
  readonly watchKey: string
  readonly region: string
  readonly story: Story | null
}

/** The one JSON object of `--json`. */
export function whyJson({ watchKey, stack, region, logGroup, story }: WhyReport): string {
  const told = story ?? {
    ending: null,
    messages: [],
    rejections: [],
    channelsWithoutRecord: [],
    repeated: 0,
    unreadable: 0,
  }
  const isTold = story !== null && isEverybodyTold(story)
  return `${JSON.stringify({ id: watchKey, stack, region, logGroup, found: story !== null, everyChannelTold: isTold, ...told })}\n`
}

/** The story for people: how it ended, then every message with what became of it. All foreign text is inert. */
export function whyText(report: WhyReport): string {
  const { watchKey, region, logGroup, story } = report
  const title = [
    styleText('bold', `Flowbell why: ${watchKey}`),
    ...wrapped(`from the audit log ${logGroup} in ${region}`).map(line => styleText('dim', line)),
  ]
  const told = story === null ? notFound(report) : storyLines(story, report)
  return `${[...title, '', ...told].join('\n')}\n`
}

function storyLines(story: Story, report: WhyReport): string[] {
  const { ending, messages, rejections, channelsWithoutRecord, unreadable } = story
  const parts = [
    ...(ending === null ? [] : [endingLines(ending)]),
    rejections.flatMap(({ time, reason }) =>
      marked('✘', `an event that could not be understood, ${when(time)}: ${foreign(reason)}`),
    ),
    messages.flatMap(messageLines),
    channelsWithoutRecord.flatMap(channel =>
      marked('·', `${channel}: no message is recorded. A route may leave it out, or it was set up later.`),
    ),
    ...(unreadable === 0 ? [] : [marked('!', `${plural(unreadable, 'line')} of the stream cannot be read`)]),
    summary(story, report),
  ]
  return parts
    .filter(lines => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

const colors = { info: 'green', warning: 'yellow', critical: 'red' } as const satisfies Record<
  Severity,
  string
>

function endingLines({ outcome, severity, time, document }: Ending): string[] {
  const headline =
    document === null ? outcome : `${humanMessage(document).icon} ${humanMessage(document).headline}`
  return [
    ...wrapped(headline).map(line => styleText(['bold', colors[severity]], line)),
    ...wrapped(`outcome ${outcome} (${severity}), ${when(time)}`),
  ]
}

function messageLines(message: Message): string[] {
  const { channel, target, notice, earlier } = message
  const way = [foreign(channel), ...(target === null ? [] : [foreign(target)])].join(' ')
  const what = notice === 'OUTCOME' ? '' : `, ${notice.toLowerCase()} notice`
  return [
    ...marked(marks[message.status], `${way}${what}: ${stepInWords(message)}`),
    ...earlier.flatMap(step => wrapped(`before: ${stepInWords(step)}`, { first: '  ', indent: 4 })),
  ]
}

const marks = { DELIVERED: '✔', DEAD_LETTERED: '✘', SUPERSEDED: '·' } as const satisfies Record<
  Step['status'],
  Mark
>
type Mark = '✔' | '✘' | '·' | '!'
const markColors = { '✔': 'green', '✘': 'red', '·': 'dim', '!': 'yellow' } as const satisfies Record<
  Mark,
  string
>

function marked(mark: Mark, text: string): string[] {
  const [first = '', ...rest] = wrapped(text, { first: '  ', indent: 2 })
  return [`${styleText(markColors[mark], mark)}${first.slice(1)}`, ...rest]
}

function stepInWords({ status, time, attempts, receipt, reason, parked }: Step): string {
  const tries = plural(attempts, 'attempt')
  switch (status) {
    case 'DELIVERED':
      return `delivered ${when(time)}, ${tries}${receipt === null ? '' : `, receipt ${foreign(receipt)}`}`
    case 'DEAD_LETTERED':
      return `not delivered, given up ${when(time)} after ${tries}: ${foreign(reason ?? 'for no known reason')}${parked ? ' (put into the dead-letter queue)' : ''}`
    case 'SUPERSEDED':
      return `not sent: it no longer mattered ${when(time)}, after ${tries}${reason === null ? '' : ` (${foreign(reason)})`}`
  }
}

function when(time: string): string {
  return timeInWords(foreign(time))
}

function foreign(text: string): string {
  return inertText(text, 500)
}

function summary(story: Story, { stack }: WhyReport): string[] {
  const { ending, messages } = story
  if (isEverybodyTold(story)) return [styleText(['bold', 'green'], 'Every channel has the outcome.')]
  const lost = messages.filter(({ status }) => status === 'DEAD_LETTERED')
  if (lost.length > 0) {
    const again = lost.some(({ parked }) => parked)
      ? `mend the channel, then: flowbell redrive${stack === null ? '' : ` --stack ${stack}`}`
      : 'no queue has kept it: tell people by hand'
    return bold('red', `${lost.length} of ${plural(messages.length, 'message')} did not arrive; ${again}`)
  }
  if (ending === null && messages.length > 0)
    return bold('yellow', 'Its end is not recorded yet: it goes on, or its execution ended early.')
  if (ending === null) return bold('red', 'Nobody was told of it, since nothing was watched.')
  return bold(
    'yellow',
    'Nobody is recorded to have been told the outcome: messages are on their way still, no channel is set, or the execution ended early. The execution has the same name.',
  )
}

function bold(color: 'red' | 'yellow', text: string): string[] {
  return wrapped(text).map(line => styleText(['bold', color], line))
}

function notFound({ stack }: WhyReport): string[] {
  const doctor = `flowbell doctor${stack === null ? '' : ` --stack ${stack}`}`
  const steps = [
    'While an operation runs, nothing is recorded but an overdue notice: the execution of the same name shows how far it is, and so does "flowbell watch".',
    'Check the id. A start that was refused is recorded by the eventID of its CloudTrail event.',
    'Check the Region and the stack: each keeps its own log.',
    `If its event was lost, the sweep finds the operation within 13 minutes: ${doctor} says whether it runs.`,
    'An event that could not be understood is in a stream "rejected-...", whose name can be given here.',
  ]
  return [
    ...bold('yellow', 'Nothing is recorded of it.'),
    ...steps.flatMap(step => wrapped(step, { first: '- ', indent: 2 })),
  ]
}
