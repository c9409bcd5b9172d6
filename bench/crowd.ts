import type { Contender } from './contenders/contender.ts'
import { type Figures, figuresOf, roundedTo } from './figures.ts'
import { durationsUnder, logNormalLaw } from './laws.ts'
import type { Prices } from './prices.ts'
import { randomStream } from './random.ts'
import { tokenBucket } from './simulation/api.ts'
import { simulatePacer } from './simulation/pacer.ts'
import { type Operation, simulate, type WatchRun } from './simulation/simulate.ts'
import { crowdFloor } from './theory.ts'

/** Operations that begin within a minute of one another, against a limit on the calls of the whole account. */
export type Crowd = { readonly operations: number; readonly callsPerSecond: number }

type CrowdFigures = Figures & {
  /** Throttled calls per operation more than two seconds after a watch's first. */
  readonly laterThrottles: number
  /** K / (R Z), in seconds, and how many times that the 99th percentile of the lateness is. */
  readonly floorSeconds: number
  readonly timesFloor: number | null
}

export type CrowdReport = Crowd & { readonly repetitions: number; readonly figures: readonly CrowdFigures[] }

/** A design for crowds: what it does with one, and how many operations one of its calls answers for. */
export type CrowdDesign = {
  readonly contender: Contender
  readonly zonesPerCall: number
  readonly run: (operations: readonly Operation[], crowd: Crowd, streamName: string) => WatchRun[]
}

const startsWithinSeconds = 60
const law = logNormalLaw(120, 0.8)
/** Small crowds are repeated with other draws, so that a percentile means something. */
const leastOperations = 600
/** A process of its own is simulated slot by slot against each waiting operation: its time grows with the square. */
const maxPacedOperations = 1000

export function crowdDesigns(contenders: readonly Contender[], seed: number): readonly CrowdDesign[] {
  const ownWatches = contenders.map(contender => ownWatch(contender, seed))
  return [...ownWatches, ...[1, 3, 6].map(zones => onePacer(zones, seed))]
}

/** A watch of its own for each operation, as Flowbell has; all share the account's token bucket. */
function ownWatch(contender: Contender, seed: number): CrowdDesign {
  return {
    contender,
    zonesPerCall: 1,
    run: (operations, crowd, streamName) =>
      simulate(contender, {
        operations,
        api: tokenBucket(crowd.callsPerSecond, burstOf(crowd)),
        isAdversarial: false,
        random: randomStream(seed, `${streamName} ${contender.name}`),
      }),
  }
}

/** One process that asks for everybody; with more than one zone, by one ListFlowOperations for each firewall. */
function onePacer(zonesPerCall: number, seed: number): CrowdDesign {
  const name = zonesPerCall === 1 ? 'one pacer, Describe' : `one pacer, List of ${zonesPerCall} zones`
  const carrier = { transitionsPerPoll: 0, transitionsPerThrottle: 0, eventsPerPoll: 0, eventsPerThrottle: 0 }
  return {
    contender: {
      name,
      carrier,
      begin: () => ({ firstWait: 0, afterAnswer: () => null, afterThrottle: () => null }),
    },
    zonesPerCall,
    run: (operations, crowd, streamName) =>
      simulatePacer({
        operations,
        callsPerSecond: crowd.callsPerSecond,
        zonesPerCall,
        random: randomStream(seed, `${streamName} ${name}`),
      }),
  }
}

/** What a rested account may call at once: assumed, as in no publication. */
function burstOf({ callsPerSecond }: Crowd): number {
  return callsPerSecond === 1 ? 5 : 10
}

export function runCrowd(
  crowd: Crowd,
  designs: readonly CrowdDesign[],
  { seed, prices }: { readonly seed: number; readonly prices: Prices },
): CrowdReport {
  const repetitions = Math.max(1, Math.ceil(leastOperations / crowd.operations))
  const figures = designs
    .filter(
      ({ contender }) => crowd.operations <= maxPacedOperations || !contender.name.startsWith('one pacer'),
    )
    .map(design => {
      const runs = Array.from({ length: repetitions }, (_, repetition) => {
        const name = `crowd ${crowd.operations} ${crowd.callsPerSecond} ${repetition}`
        return design.run(operationsOf(crowd, seed, name), crowd, name)
      }).flat()
      return crowdFiguresOf(design, crowd, runs, prices)
    })
  return { ...crowd, repetitions, figures }
}

function operationsOf({ operations }: Crowd, seed: number, name: string): Operation[] {
  const random = randomStream(seed, name)
  const durations = durationsUnder(law, operations, random)
  return durations.map(durationSeconds => ({
    startsAtSeconds: random() * startsWithinSeconds,
    durationSeconds,
  }))
}

function crowdFiguresOf(
  { contender, zonesPerCall }: CrowdDesign,
  crowd: Crowd,
  runs: readonly WatchRun[],
  prices: Prices,
): CrowdFigures {
  const figures = figuresOf(contender, runs, prices, null)
  const floorSeconds = crowdFloor({ ...crowd, zonesPerCall })
  const laterThrottles = runs.reduce((sum, run) => sum + run.laterThrottles, 0) / runs.length
  const { latenessP99 } = figures
  return {
    ...figures,
    laterThrottles: roundedTo(laterThrottles, 4),
    floorSeconds: roundedTo(floorSeconds, 4),
    timesFloor: latenessP99 === null ? null : roundedTo(latenessP99 / floorSeconds, 4),
  }
}
