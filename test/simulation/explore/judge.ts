import { type Checked, checkRun, violationsOf } from '../invariants/index.ts'
import { replay } from '../invariants/replay.ts'
import type { Scenario } from '../world/scenario.ts'
import { type Run, shippedProduct, simulate } from '../world/simulate.ts'
import type { Product } from '../world/world.ts'

/** A run with what every rule says of it. `error`: the run itself could not be carried out. */
export type Judged = {
  readonly run: Run | null
  readonly checked: readonly Checked[]
  readonly violations: readonly string[]
}

/** A replay takes as long as a run: one execution in so many is replayed. */
const replayedEach = 10

/** Runs a scenario and checks it by every rule. A run that stands still or breaks is a violation too. */
export async function judge(scenario: Scenario, product: Product = shippedProduct()): Promise<Judged> {
  try {
    const run = await simulate(scenario, product)
    const checked = [...checkRun(run), await replayed(run, product)]
    return { run, checked, violations: violationsOf(checked) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { run: null, checked: [], violations: [`the run broke off: ${name}: ${message}`] }
  }
}

async function replayed({ scenario, executions }: Run, product: Product): Promise<Checked> {
  const [execution] = executions
  const isDue = execution !== undefined && scenario.seed % replayedEach === 0
  const finding = isDue ? await replay(execution, product) : { looked: 0, violations: [] }
  return { id: 'I17', rule: 'a recorded history, played again, takes the same decisions', ...finding }
}
