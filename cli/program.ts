import { Command, CommanderError, Option } from 'commander'
import { type ScenarioName, scenarioNames } from '../local/scenarioNames.ts'
import type { PreviewOptions } from './commands/preview.ts'
import type { RoutesTestOptions } from './commands/routesTest.ts'
import type { ScheduleOptions } from './commands/schedule.ts'
import type { WatchOptions } from './commands/watch.ts'
import {
  doctorHelp,
  previewHelp,
  redriveHelp,
  routesTestHelp,
  scheduleHelp,
  settingsHelp,
  whyHelp,
} from './helpTexts.ts'
import { defaultStackName } from './stackName.ts'

const jsonOption = ['--json', 'print one JSON object; progress goes to standard error'] as const
const stackOption = ['--stack <name>', 'the deployed stack', defaultStackName] as const
const noWaitOption = ['--no-wait', 'run waits, retry delays and the clock in virtual time'] as const

/** The command line; each command is loaded when it is called. `setExitCode` is told how the chosen command ended. */
export function program(setExitCode: (code: number) => void): Command {
  const flowbell = new Command('flowbell')
    .description('Tells how each flow operation of AWS Network Firewall ended.')
    .showSuggestionAfterError(false)
    .exitOverride()
    // Errors are thrown and told in one line elsewhere.
    .configureOutput({ writeErr: () => undefined })
  addDemo(flowbell, setExitCode)
  addReplay(flowbell, setExitCode)
  addWatch(flowbell, setExitCode)
  addSchedule(flowbell, setExitCode)
  addPreview(flowbell, setExitCode)
  addDoctor(flowbell, setExitCode)
  addRedrive(flowbell, setExitCode)
  addWhy(flowbell, setExitCode)
  addRoutes(flowbell, setExitCode)
  tellChoices(flowbell)
  return flowbell
}

function tellChoices(command: Command): void {
  command.exitOverride(error => throwWithChoices(error, command))
  for (const each of command.commands) tellChoices(each)
}

function addDemo(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('demo')
    .description('watch a flow operation of an embedded model of AWS, and show what would be sent')
    .addOption(
      new Option('--scenario <name>', 'how the operation goes').choices(scenarioNames).default('completed'),
    )
    .option(...jsonOption)
    .option(...noWaitOption)
    .action(async (options: { scenario: ScenarioName; json?: true; wait: boolean }) => {
      const { demo } = await import('./commands/demo.ts')
      setExitCode(await demo(options.scenario, { json: options.json === true, isVirtualTime: !options.wait }))
    })
}

function addReplay(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('replay')
    .description('run one EventBridge event through the shipped handlers and state machine')
    .argument('<file>', 'the event as JSON; - reads standard input')
    .option(...jsonOption)
    .option(...noWaitOption)
    .addHelpText('after', settingsHelp)
    .action(async (file: string, options: { json?: true; wait: boolean }) => {
      const { replay } = await import('./commands/replay.ts')
      setExitCode(await replay(file, { json: options.json === true, isVirtualTime: !options.wait }))
    })
}

function addWatch(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('watch')
    .description('watch an operation that is already running, with nothing deployed')
    .requiredOption('--firewall-arn <arn>', 'the firewall')
    .requiredOption('--flow-operation-id <id>', 'the operation')
    .option('--availability-zone <zone>', 'the selector of the start, if it was a zone')
    .option('--vpc-endpoint-id <id>', 'the selector of the start, if it was an endpoint')
    .option('--vpc-endpoint-association-arn <arn>', 'the selector of the start, if it was an association')
    .option(...jsonOption)
    .addHelpText('after', settingsHelp)
    .action(async (options: WatchOptions & { json?: true }) => {
      const { watch } = await import('./commands/watch.ts')
      setExitCode(await watch(options, { json: options.json === true, isVirtualTime: false }))
    })
}

function addSchedule(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('schedule')
    .description('print when the default policy polls, in seconds after the start')
    .option('--json', 'print one JSON object')
    .option('--fit <file>', 'fit one to the operations in an export of the audit log; - reads standard input')
    .option('--polls <mean>', 'with --fit: polls per operation; as many as the default makes if left out')
    .addHelpText('after', scheduleHelp)
    .action(async (options: ScheduleOptions) => {
      const { schedule } = await import('./commands/schedule.ts')
      setExitCode(await schedule(options))
    })
}

function addPreview(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('preview')
    .description('show every message before anything is deployed, from synthetic data')
    .option('--outcome <name>', 'only that of one outcome, such as FAILED')
    .option('--notice <name>', 'OUTCOME, OVERDUE, or STARTED for the card of a running watch')
    .option('--format <name>', 'text, slack, teams, mail, q, json or html', 'text')
    .addHelpText('after', previewHelp)
    .action(async (options: PreviewOptions) => {
      const { preview } = await import('./commands/preview.ts')
      setExitCode(preview(options))
    })
}

function addDoctor(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('doctor')
    .description('ask a deployed stack what would keep it from working, each fault with its fix')
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', doctorHelp)
    .action(async (options: { stack: string; json?: true }) => {
      const { doctor } = await import('./commands/doctor.ts')
      setExitCode(await doctor(options))
    })
}

function addRedrive(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('redrive')
    .description('send again what waits in the dead-letter queues')
    .option(...stackOption)
    .option('--dry-run', 'look at what waits, and send nothing')
    .option(...jsonOption)
    .addHelpText('after', redriveHelp)
    .action(async (options: { stack: string; dryRun?: true; json?: true }, command: Command) => {
      const { redrive } = await import('./commands/redrive.ts')
      const { stack, dryRun = false, json = false } = options
      const isStackNamed = command.getOptionValueSource('stack') === 'cli'
      setExitCode(await redrive({ stack, isStackNamed, dryRun, json }))
    })
}

function addWhy(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('why')
    .description('tell what was sent of one operation, where, when and how often, or why not')
    .argument('<id>', 'the flow operation, or the CloudTrail event of a refused start')
    .option(...stackOption)
    .option(...jsonOption)
    .addHelpText('after', whyHelp)
    .action(async (id: string, options: { stack: string; json?: true }, command: Command) => {
      const { why } = await import('./commands/why.ts')
      const { stack, json = false } = options
      const isStackNamed = command.getOptionValueSource('stack') === 'cli'
      setExitCode(await why(id, { stack, isStackNamed, json }))
    })
}

function addRoutes(flowbell: Command, setExitCode: (code: number) => void): void {
  flowbell
    .command('routes')
    .description('who hears of what')
    .command('test')
    .description('say where the messages of an event would go, and why')
    .argument('<file>', 'the EventBridge event as JSON; - reads standard input')
    .option('--routes <file>', 'the routing document')
    .option('--outcome <name>', 'one message only: an outcome, OVERDUE, or STARTED for the card of the start')
    .option('--tags <key=value...>', 'the tags of the firewall')
    .option(...jsonOption)
    .addHelpText('after', routesTestHelp)
    .action(async (file: string, options: RoutesTestOptions) => {
      const { routesTest } = await import('./commands/routesTest.ts')
      setExitCode(await routesTest(file, options))
    })
}

/** Puts the list of the right words behind a complaint about a wrong one. */
function throwWithChoices(error: CommanderError, command: Command): never {
  const message = error.message.replaceAll(/\s+/gu, ' ').trim()
  if (error.code === 'commander.unknownOption') rethrow(error, `${message}; ${optionList(command)}`)
  if (error.code === 'commander.unknownCommand') rethrow(error, `${message}; ${commandList(command)}`)
  if (error.code === 'commander.help') rethrow(error, `no command given; ${commandList(command)}`)
  throw error
}

function rethrow(error: CommanderError, message: string): never {
  throw new CommanderError(2, error.code, message)
}

function optionList(command: Command): string {
  const flags = command
    .createHelp()
    .visibleOptions(command)
    .map(option => option.long ?? option.flags)
  return `the options are ${flags.join(', ')}`
}

function commandList(command: Command): string {
  return `the commands are ${command.commands.map(each => each.name()).join(', ')}`
}
