/**
 * The shipped command as a process of its own against moto, in which the packaged template is deployed. A router in front of
 * moto answers SimulatePrincipalPolicy from the deployed roles' own policies, adds the schedule, which moto's CloudFormation
 * cannot make, to the stack's resources, and plants what moto cannot have: an unconfirmed subscription, a Region without
 * firewalls, a failed update, a function that is not active, refused calls.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { checks } from '../../../operator/doctor/checks/index.ts'
import { channelFaults } from './faults/channels.ts'
import { deadLetterFaults } from './faults/deadLetters.ts'
import { deploymentFaults } from './faults/deployment.ts'
import { jsonAnswer } from './faults/fault.ts'
import { triggerFaults } from './faults/triggers.ts'
import { accessTo, type DoctorReport, printed, runCommand, runDoctor } from './runDoctor.ts'
import { marker, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const named = (report: DoctorReport, name: string) => report.checks.find(check => check.name === name)
const notWell = (report: DoctorReport) =>
  report.checks.filter(({ status }) => status !== 'OK').map(({ name }) => name)

test('a healthy stack is well, and every check says what it saw', async () => {
  const { code, report, stderr } = await runDoctor(world)
  expect(notWell(report)).toEqual([])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(report).toMatchObject({ stack: 'flowbell-dev', region: 'eu-west-1', healthy: true })
  expect(report.checks.map(({ name }) => name)).toEqual(checks.map(({ name }) => name))
  for (const { found, fix } of report.checks) expect([found.length > 0, fix]).toEqual([true, null])
})

test('nothing is changed or sent by asking', async () => {
  world.router.operations.length = 0
  await runDoctor(world)
  const changing = world.router.operations.filter(name => !/^(?:Describe|Get|List|Simulate)/.test(name))
  expect(changing).toEqual([])
})

describe('finds', () => {
  test.each([...deploymentFaults, ...triggerFaults, ...channelFaults, ...deadLetterFaults])(
    '$title',
    async ({ plant, check, status = 'FAULT', found, fix, besides = [] }) => {
      const undo = await plant(world)
      try {
        const { code, report } = await runDoctor(world)
        expect(named(report, check)).toMatchObject({
          status,
          found: expect.stringMatching(found),
          fix: expect.stringMatching(fix),
        })
        expect({ code, healthy: report.healthy }).toEqual({ code: 1, healthy: false })
        expect(notWell(report).toSorted()).toEqual([check, ...besides].toSorted())
      } finally {
        await undo()
      }
    },
  )

  test('a stack that does not exist, and still asks what needs no stack', async () => {
    const env = accessTo(world)
    const { code, stdout } = await runCommand(['doctor', '--json', '--stack', 'flowbell-prod'], env)
    const report = JSON.parse(stdout) as DoctorReport
    expect(code).toBe(1)
    expect(named(report, 'stack')).toMatchObject({
      status: 'FAULT',
      found: expect.stringContaining('no stack flowbell-prod'),
      fix: expect.stringContaining('npx serverless deploy --stage prod'),
    })
    expect(named(report, 'trail')).toMatchObject({ status: 'OK' })
    expect(named(report, 'dead-letters')).toMatchObject({ status: 'UNKNOWN' })
  })
})

describe('what cannot be asked', () => {
  const denied = () => jsonAnswer({ __type: 'AccessDeniedException', message: 'not you' }, 400)

  test.each([
    ['DescribeTrails', 'trail', 'cloudtrail:DescribeTrails'],
    ['GetTrailStatus', 'trail', 'cloudtrail:GetTrailStatus'],
    ['GetSecretValue', 'slack-secret', 'secretsmanager:GetSecretValue'],
    ['DescribeLogGroups', 'audit-log', 'logs:DescribeLogGroups'],
    ['ListFirewalls', 'firewalls', 'network-firewall:ListFirewalls'],
    ['GetQueueAttributes', 'dead-letters', 'sqs:GetQueueAttributes'],
  ])('%s: not well, and the right that is missing', async (operation, check, right) => {
    const undo = world.answering(operation, denied)
    try {
      const { code, report } = await runDoctor(world)
      expect(code).toBe(1)
      expect(named(report, check)).toMatchObject({
        status: 'UNKNOWN',
        found: expect.stringContaining('could not be asked'),
        fix: expect.stringContaining(right),
      })
      expect(named(report, 'stack')).toMatchObject({ status: 'OK' })
    } finally {
      undo()
    }
  })

  test('a service that does not answer hides nothing else', async () => {
    const { code, report } = await runDoctor(world, { AWS_ENDPOINT_URL_CLOUDTRAIL: 'http://127.0.0.1:9' })
    expect(code).toBe(1)
    expect(notWell(report)).toEqual(['trail'])
    expect(named(report, 'trail')).toMatchObject({ status: 'UNKNOWN' })
  })

  test('Slack that does not answer is not a token that is refused', async () => {
    const undo = await world.setVariables({
      FLOWBELL_SLACK_API_URL: 'http://127.0.0.1:9/api/',
      FLOWBELL_SLACK_ORIGINS: 'http://127.0.0.1:9',
    })
    const { report } = await runDoctor(world)
    await world.setVariables(undo)
    expect(named(report, 'slack-token')).toMatchObject({ status: 'UNKNOWN' })
  })
})

describe('no access to AWS: exit code 2, one line, nothing on standard output', () => {
  test('credentials that AWS refuses', async () => {
    const refused = () => jsonAnswer({ __type: 'ExpiredTokenException', message: 'expired' }, 403)
    const undo = world.answering('*', refused)
    const { code, stdout, stderr } = await runCommand(['doctor', '--json'], accessTo(world))
    undo()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^flowbell: AWS refuses the credentials .*renew them.*\n$/)
  })

  test.each([
    ['no Region', { AWS_REGION: '' }, /AWS_REGION/],
    ['an endpoint that is none', { AWS_ENDPOINT_URL: 'moto' }, /AWS_ENDPOINT_URL/],
    ['no credentials', { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' }, /AWS_ACCESS_KEY_ID/],
  ])('%s', async (_title, variables, expected) => {
    const { code, stdout, stderr } = await runCommand(['doctor'], { ...accessTo(world), ...variables })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(expected)
  })
})

test('the report for people has the fix below what is not well, and a summary', async () => {
  const undo = world.answering('ListFirewalls', () => jsonAnswer({ Firewalls: [] }))
  const { code, stdout } = await runCommand(['doctor'], accessTo(world))
  undo()
  expect(code).toBe(1)
  expect(stdout).toContain('Flowbell doctor: flowbell-dev in eu-west-1\n')
  expect(stdout).toMatch(/\n✘ The Region has firewalls: no firewall .*\n {2}Flow operations are seen .*\n/)
  expect(stdout).toContain(`\n1 not well, ${checks.length - 1} well.\n`)
})

test('no token, webhook path or value of a secret was printed in any of these runs', () => {
  expect(printed.length).toBeGreaterThan(60)
  expect(printed.filter(text => text.includes(marker))).toEqual([])
})
