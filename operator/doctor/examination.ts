import { visibleText } from '../../functions/domain/inertText.ts'
import type { Check, Patient } from './check.ts'
import { deployFix } from './deployFix.ts'
import type { Finding, Fix, Status } from './finding.ts'
import { findingOfFailure } from './notAsked.ts'

/** A check with what it found, all text inert. */
export type CheckResult = {
  readonly name: string
  readonly words: string
  readonly status: Status
  readonly found: string
  readonly fix: Fix | null
}

/** Told the words of the checks that are still open, whenever one is done. */
export type Observe = (open: readonly string[]) => void

const maxFoundLength = 1000
const maxWordsLength = 500

/**
 * Asks everything at once; the results come in the checks' order. No check's failure hides another one. Throws
 * CredentialsRefusedError when nothing can be asked.
 */
export async function examine(
  patient: Patient,
  checks: readonly Check[],
  observe: Observe,
): Promise<CheckResult[]> {
  const open = new Set(checks.map(({ words }) => words))
  observe([...open])
  return Promise.all(
    checks.map(async check => {
      const finding = await findingOf(check, patient)
      const fix = await copyableFix(finding, patient)
      open.delete(check.words)
      observe([...open])
      return resultOf(check, finding, fix)
    }),
  )
}

async function findingOf(check: Check, patient: Patient): Promise<Finding> {
  try {
    return await check.examine(patient)
  } catch (error) {
    return findingOfFailure(error)
  }
}

async function copyableFix({ fix }: Finding, { stack }: Patient): Promise<Fix | null> {
  return fix && 'changes' in fix ? deployFix(fix, stack) : fix
}

function resultOf({ name, words }: Check, { status, found }: Finding, fix: Fix | null): CheckResult {
  return {
    name,
    words,
    status,
    found: visibleText(found, maxFoundLength),
    // Commands are made inert word by word.
    fix: fix && { words: visibleText(fix.words, maxWordsLength), command: fix.command },
  }
}
