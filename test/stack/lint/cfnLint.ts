import path from 'node:path'
import { pythonProgram } from '../support/pythonTools.ts'
import type { Finding } from './finding.ts'
import { runLinter } from './runLinter.ts'

interface Match {
  readonly Filename: string
  readonly Rule: { readonly Id: string }
  readonly Location: { readonly Path: readonly (string | number)[] | null }
  readonly Message: string
}

/**
 * Everything that cfn-lint says of these templates: errors, warnings, informational rules (`-c I`) and experimental ones (`-e`), except
 * those that are suppressed.
 * It knows the regions it is asked about: one per partition.
 */
export function cfnLint(files: readonly string[], withoutIds: readonly string[]): Finding[] {
  const regions = ['us-east-1', 'eu-west-1', 'cn-north-1', 'us-gov-west-1']
  const ignored = withoutIds.length === 0 ? [] : ['--ignore-checks', ...withoutIds]
  const words = [
    '--format',
    'json',
    '-c',
    'I',
    '-e',
    '--regions',
    ...regions,
    ...ignored,
    '--template',
    ...files,
  ]
  const matches = runLinter(pythonProgram('cfn-lint', 'cfn-lint'), words) as Match[]
  return matches.map(({ Filename, Rule, Location, Message }) => ({
    template: path.parse(Filename).name,
    id: Rule.Id,
    where: (Location.Path ?? []).join('/'),
    message: Message,
  }))
}
