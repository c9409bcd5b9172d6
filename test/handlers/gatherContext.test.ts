import { expect, test } from '@jest/globals'
import { FirewallContext } from '../../functions/domain/firewallContext.ts'
import { gatherContext } from '../../functions/handlers/gatherContext.ts'
import {
  refusedWatch,
  secondsAfterStart,
  serviceError,
  watchFacts,
  watchRequest,
} from '../support/builders.ts'
import { fakeRuntime, lambdaContext } from '../support/fakes.ts'

const place = { availabilityZone: 'eu-west-1a', vpcEndpointId: null }
const firewall = {
  places: [place, { ...place, availabilityZone: 'eu-west-1b' }],
  tags: [{ key: 'team', value: 'network' }],
  firewallPolicyArn: 'arn:policy',
  associationCount: 0,
}

function gather(event: unknown, describe = async () => firewall) {
  const { runtime, logged } = fakeRuntime(secondsAfterStart(60))
  const handler = gatherContext(() => runtime, {
    firewalls: { describe, streamExceptionPolicy: async () => 'CONTINUE' },
    flushHistory: {
      describe: async () => Promise.reject(new TypeError('nothing to describe')),
      listFlushes: async () => ({ flushes: [], isWhole: true }),
    },
  })
  return { answer: handler(event, lambdaContext), logged }
}

test('what is known of the firewall comes back in the form in which the execution carries it', async () => {
  const { firewall: context } = await gather({ watch: watchRequest(), progress: watchFacts().progress })
    .answer
  expect(context).toMatchObject({
    zones: ['eu-west-1a', 'eu-west-1b'],
    tags: firewall.tags,
    streamExceptionPolicy: 'CONTINUE',
    coverage: [{ state: 'COVERED' }, { state: 'NOT_COVERED' }],
  })
  expect(FirewallContext.parse(JSON.parse(JSON.stringify(context)))).toEqual(context)
})

test('a firewall that cannot be asked is unknown, which is a success and a line in the log', async () => {
  const { answer, logged } = gather({ watch: watchRequest(), progress: null }, async () => {
    throw serviceError('AccessDeniedException')
  })
  await expect(answer).resolves.toEqual({ firewall: null })
  expect(logged).toEqual([expect.objectContaining({ level: 'WARN', error: 'AccessDeniedException' })])
})

test('a refused start has no operation to gather anything about', async () => {
  await expect(gather({ watch: refusedWatch(), progress: null }).answer).rejects.toThrow(TypeError)
})
