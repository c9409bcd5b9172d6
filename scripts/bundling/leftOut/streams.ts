/** Stands in for the SDK's ways to read a body: the container's credentials are all that is read by them, as text. */
import type { Readable } from 'node:stream'

export const sdkStreamMixin = (stream: Readable) =>
  Object.assign(stream, { transformToString: () => textOf(stream) })

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
