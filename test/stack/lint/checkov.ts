import path from 'node:path'
import { pythonProgram } from '../support/pythonTools.ts'
import type { Finding } from './finding.ts'
import { runLinter } from './runLinter.ts'

interface Report {
  readonly results: { readonly failed_checks: readonly Check[]; readonly parsing_errors: readonly string[] }
  readonly summary: { readonly passed: number }
}

interface Check {
  readonly check_id: string
  readonly check_name: string
  readonly resource: string
  readonly file_abs_path: string
}

interface CheckovAnswer {
  readonly findings: Finding[]
  readonly passed: number
}

/** Everything that checkov's CloudFormation rules say of these templates, except those that are
 * suppressed. It asks nothing on the network. */
export function checkov(files: readonly string[], withoutIds: readonly string[]): CheckovAnswer {
  const skipped = withoutIds.length === 0 ? [] : ['--skip-check', withoutIds.join(',')]
  const words = [
    '--framework',
    'cloudformation',
    '--output',
    'json',
    '--skip-download',
    '--compact',
    ...skipped,
  ]
  const { results, summary } = runLinter(pythonProgram('checkov', 'checkov'), [
    ...words,
    '--file',
    ...files,
  ]) as Report
  const unread = results.parsing_errors.map(file => ({
    template: path.parse(file).name,
    id: 'UNREADABLE',
    where: file,
    message: 'checkov cannot read the template',
  }))
  const failed = results.failed_checks.map(({ check_id, check_name, resource, file_abs_path }) => ({
    template: path.parse(file_abs_path).name,
    id: check_id,
    where: resource,
    message: check_name,
  }))
  return { findings: [...unread, ...failed], passed: summary.passed }
}
