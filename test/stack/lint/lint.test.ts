import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { packageStack, type Template } from '../../packaging/packageStack.ts'
import { packagedTemplate } from '../support/packagedStack.ts'
import { cfnLint } from './cfnLint.ts'
import { checkov } from './checkov.ts'
import type { Finding } from './finding.ts'
import { plantedFaults, withFaults } from './plantedFaults.ts'
import { allSuppressions, suppressedIds } from './suppressions.ts'
import { variants } from './variants.ts'

const minutes = 60_000
const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-lint-'))
const templates: Record<string, Template> = {}

// One after the other: packaging writes to one folder of the project.
beforeAll(() => {
  for (const [name, parameters] of Object.entries(variants)) {
    templates[name] = packageStack(path.join(folder, 'packages', name), parameters)
  }
}, 5 * minutes)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, template: Template): string {
  const file = path.join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(template, null, 2))
  return file
}
const allVariants = () => Object.entries(templates).map(([name, template]) => written(name, template))
const line = ({ template, id, where, message }: Finding) => `${template}: ${id} ${where}: ${message}`

describe('the packaged template, however it is deployed', () => {
  test(
    'is clean for cfn-lint, informational and experimental rules included',
    () => {
      expect(cfnLint(allVariants(), suppressedIds('cfn-lint')).map(line)).toEqual([])
    },
    5 * minutes,
  )

  test(
    'is clean for checkov, which looked at every resource it knows',
    () => {
      const { findings, passed } = checkov(allVariants(), suppressedIds('checkov'))

      expect(findings.map(line)).toEqual([])
      expect(passed).toBeGreaterThan(100 * allVariants().length)
    },
    5 * minutes,
  )

  test('makes each CloudFormation condition true in one variant and false in another', () => {
    const switches = [
      'SlackSecretArn',
      'SlackSecretKmsKeyArn',
      'CreateSlackSecret',
      'TeamsSecretArn',
      'TeamsSecretKmsKeyArn',
      'TopicArn',
      'TopicKmsKeyArn',
    ]
    const others = ['KmsKeyArn', 'EventBusName', 'AlarmEmail', 'ReserveConcurrency']
    const routing = ['RoutesDocument', 'RoutesParameter', 'RoutedTopicArns']
    for (const parameter of [...switches, ...others, ...routing]) {
      const values = Object.values(templates).map(template => defaultOf(template, parameter))
      expect([parameter, new Set(values).size]).toEqual([parameter, 2])
    }
  })
})

describe('the suppressions', () => {
  const all = () => allSuppressions(packagedTemplate())

  test('are six at the most, each with its reason beside it', () => {
    expect(all().length).toBeLessThanOrEqual(6)
    expect(all().filter(({ reason }) => reason.length < 60)).toEqual([])
  })

  test(
    'are all needed, and cover what they name only',
    () => {
      const bare = structuredClone(packagedTemplate()) as unknown as {
        Resources: Record<string, { Metadata?: unknown }>
      }
      for (const resource of Object.values(bare.Resources)) delete resource.Metadata
      const file = written('bare', bare as unknown as Template)
      const findings = [...cfnLint([file], []), ...checkov([file], []).findings]

      expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(all().map(({ id }) => id)))
    },
    3 * minutes,
  )
})

describe('the linters, as they are run here', () => {
  const faultsFor = (tool: string) => Object.entries(plantedFaults).filter(([, fault]) => fault.tool === tool)
  const planted = (tool: string) => {
    const faults = faultsFor(tool).map(([, fault]) => fault)
    return [written(`planted-${tool}`, withFaults(packagedTemplate(), faults))]
  }
  const missed = (tool: string, findings: Finding[]) =>
    faultsFor(tool)
      .filter(
        ([, { id, logicalId }]) =>
          !findings.some(({ id: found, where }) => found === id && where.split(/[./]/).includes(logicalId)),
      )
      .map(([name]) => name)

  test(
    'cfn-lint finds each planted fault',
    () => {
      const findings = cfnLint(planted('cfn-lint'), suppressedIds('cfn-lint'))

      expect(missed('cfn-lint', findings)).toEqual([])
    },
    3 * minutes,
  )

  test(
    'checkov finds each planted fault',
    () => {
      const { findings } = checkov(planted('checkov'), suppressedIds('checkov'))

      expect(missed('checkov', findings)).toEqual([])
    },
    3 * minutes,
  )
})

function defaultOf(template: Template, parameter: string): string {
  const { Parameters } = template as unknown as { Parameters: Record<string, { Default: unknown }> }
  return String(Parameters[parameter]?.Default)
}
