/** `flowbell why` with nothing but a stack's name: the log group is that of the packaged stack, deployed in moto. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cloudWatchAuditLog } from '../../../functions/adapters/cloudWatchAuditLog.ts'
import { systemClock } from '../../../functions/adapters/systemClock.ts'
import { notificationRecords, operationFinished } from '../../../functions/domain/auditRecord.ts'
import { delivery, isoAfterStart, operationId, report } from '../../support/builders.ts'
import { stackName } from './deployment.ts'
import { accessTo, runCommand } from './runDoctor.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

async function why(...words: readonly string[]) {
  const { code, stdout, stderr } = await runCommand(['why', ...words, '--json'], accessTo(world))
  return { code, stderr, told: (stdout === '' ? null : JSON.parse(stdout)) as unknown }
}

test('the records of the deployed stack are found, and what is set there is known', async () => {
  const group = world.id('AuditLogGroup')
  const log = cloudWatchAuditLog(new CloudWatchLogsClient(world.settings), group, systemClock)
  const now = isoAfterStart(50)
  const delivered = delivery({ channel: 'slack', status: 'DELIVERED', attempts: 1, receipt: '1.0' })
  await log.write(operationId, [operationFinished(report(), now)])
  await log.write(operationId, notificationRecords(report(), [delivered], now))
  const { code, stderr, told } = await why(operationId)

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(told).toMatchObject({
    stack: stackName,
    logGroup: group,
    ending: { outcome: 'COMPLETED', document: report() },
    messages: [{ channel: 'slack', status: 'DELIVERED', receipt: '1.0' }],
    channelsWithoutRecord: ['sns', 'eventbridge'],
  })
})

test('an operation of which nothing is recorded is no error of AWS', async () => {
  expect(await why('0f3c9a52-7d1e-4b6a-9c38-000000000009')).toMatchObject({
    code: 1,
    stderr: '',
    told: { found: false, stack: stackName },
  })
})

test('a stack that does not exist is said to be none', async () => {
  const { code, stderr } = await why(operationId, '--stack', 'flowbell-nowhere')

  expect(code).toBe(2)
  expect(stderr).toContain('there is no stack flowbell-nowhere in eu-west-1')
})
