import { describe, expect, test } from '@jest/globals'
import { type HttpAnswer, httpPost } from '../../functions/adapters/httpPost.ts'
import { useRawServers } from './support/rawServer.ts'
import { until, useTimeLimits } from './support/timeLimits.ts'

const startServer = useRawServers()
const limits = useTimeLimits()

function post(origin: string, maxAnswerBytes = 64): Promise<HttpAnswer> {
  return httpPost({
    url: new URL('/path', origin),
    headers: { 'x-own': 'yes' },
    body: '{"a":"ü"}',
    maxAnswerBytes,
  })
}

test('posts JSON once, with the given headers', async () => {
  const seen: unknown[] = []
  const { origin, paths } = await startServer((response, { method, headers }) => {
    seen.push(method, headers['content-type'], headers['content-length'], headers['x-own'])
    response.end('ok')
  })
  await post(origin)
  expect(paths).toEqual(['/path'])
  expect(seen).toEqual(['POST', 'application/json; charset=utf-8', '10', 'yes'])
})

test('tells status, body and Retry-After', async () => {
  const { origin } = await startServer(response =>
    response.writeHead(429, { 'retry-after': '7' }).end('slow'),
  )
  await expect(post(origin)).resolves.toEqual({ status: 429, retryAfter: '7', body: 'slow' })
})

test('an answer without body is an empty one', async () => {
  const { origin } = await startServer(response => response.writeHead(204).end())
  await expect(post(origin)).resolves.toEqual({ status: 204, retryAfter: null, body: '' })
})

test('an answer of exactly the limit is whole, one more byte is left out', async () => {
  const { origin } = await startServer(response => response.end('x'.repeat(64)))
  await expect(post(origin, 64)).resolves.toMatchObject({ body: 'x'.repeat(64) })
  await expect(post(origin, 63)).resolves.toMatchObject({ body: 'x'.repeat(63) })
})

test('an answer that comes in pieces is read to its end', async () => {
  const { origin } = await startServer(response => {
    response.write('one ')
    setImmediate(() => response.write('two '))
    setImmediate(() => setImmediate(() => response.end('three')))
  })
  await expect(post(origin)).resolves.toMatchObject({ body: 'one two three' })
})

test('a body without end is read to the limit, and the connection is let go', async () => {
  let isLetGo = false
  const { origin } = await startServer(response => {
    response.on('close', () => {
      isLetGo = true
    })
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    }
    response.on('drain', pour)
    pour()
  })
  await expect(post(origin)).resolves.toEqual({
    status: 200,
    retryAfter: null,
    body: 'x'.repeat(64),
  })
  await until(() => isLetGo)
})

test('a redirect is an answer like any other: nobody goes there', async () => {
  const elsewhere = await startServer(response => response.end('secret'))
  const { origin } = await startServer(response =>
    response.writeHead(302, { location: `${elsewhere.origin}/latest/meta-data` }).end(),
  )
  await expect(post(origin)).resolves.toMatchObject({ status: 302, body: '' })
  expect(elsewhere.paths).toEqual([])
})

describe('the whole exchange has 5 s', () => {
  test('before the headers', async () => {
    const { origin, paths } = await startServer(() => {})
    const settled = Promise.allSettled([post(origin)])
    await until(() => paths.length === 1)
    expect(limits().set).toEqual([5000])
    limits().runOut()
    expect(await settled).toMatchObject([{ status: 'rejected', reason: { name: 'TimeoutError' } }])
  })

  test('and in the middle of the body', async () => {
    let isSent = false
    const { origin } = await startServer(response => {
      response.write('begin')
      isSent = true
    })
    const settled = Promise.allSettled([post(origin)])
    await until(() => isSent)
    limits().runOut()
    expect(await settled).toMatchObject([{ status: 'rejected', reason: { name: 'TimeoutError' } }])
  })
})
