/** Stands in for the SDK's ways to read a body: the container's credentials are all that is read by them, as text. */

import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

export const sdkStreamMixin = (stream: Readable) =>
  Object.assign(stream, { transformToString: () => text(stream) })
