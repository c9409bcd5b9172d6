import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { quantile } from '../coldStart/statistics.ts'
import { buildShipped } from '../coldStart/variants.ts'
import { startProgress } from '../progress.ts'
import { channels, measureChannel } from './measureChannel.ts'
import type { OwnTime } from './ownTime.ts'

type Options = { readonly samples: number; readonly json?: string }

/** Watches before the first that counts: what is compiled and connected once is not what a warm function takes. */
const warmUps = 30
/** What every way from a poll to a message calls. */
const functionNames = [
  'pollOperation',
  'collectResults',
  'gatherContext',
  'composeNotice',
  'recordAudit',
  'deliverNotification',
  'parkNotification',
]

const command = new Command('bench:notify')
  .description('Measures what of the time from the last status to the message is the functions’ own, warm.')
  .option('--samples <number>', 'watches per channel', atLeastOne, 200)
  .option('--json <file>', 'write every sample as JSON')
  .allowExcessArguments(false)
  .action(bench)

async function bench({ samples, json }: Options): Promise<void> {
  const bundles = Object.fromEntries(
    await Promise.all(functionNames.map(async name => [name, await buildShipped(name)] as const)),
  )
  const progress = startProgress()
  const measured: [string, readonly OwnTime[]][] = []
  for (const [index, channel] of channels.entries()) {
    progress.show(index, channels.length, channel.name)
    measured.push([channel.name, await measureChannel(channel, { bundles, warmUps, samples })])
  }
  progress.stop()
  process.stdout.write(reportText(measured, samples))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(Object.fromEntries(measured), null, 2)}\n`)
}

function reportText(measured: readonly (readonly [string, readonly OwnTime[]])[], samples: number): string {
  const load = loadavg()[0]?.toFixed(1)
  const cells = (values: readonly number[]) =>
    [0.5, 0.95, 0.99, 1].map(share => quantile(values, share).toFixed(1)).join(' | ')
  return [
    `Node.js ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, load ${load}; ${samples} watches per channel.`,
    'From the answer with the last status to the first byte of the message: milliseconds in our functions, without the time',
    'in which they wait for an answer. Step Functions, Lambda and the network come on top. This is not Lambda.',
    '',
    '| channel | p50 ms | p95 | p99 | most | processor: p50 ms | p95 | p99 | most |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...measured.map(
      ([name, times]) =>
        `| ${name} | ${cells(times.map(each => each.milliseconds))} | ${cells(times.map(each => each.processorMilliseconds))} |`,
    ),
    '',
  ].join('\n')
}

function atLeastOne(text: string): number {
  if (/^[1-9]\d{0,4}$/u.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number from 1 to 99999')
}

await command.parseAsync()
