/** Stands in for the SDK's event streams, which only calls such as StartLiveTail use. */
import { LeftOutOfBundleError } from './error.ts'

/** Called while a client is made; what it makes is used by calls that stream only. */
export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse })

export const resolveEventStreamSerdeConfig = <Config extends object>(config: Config) =>
  Object.assign(config, { eventStreamMarshaller: eventStreamSerdeProvider() })

export { refuse as EventStreamSerde }

function refuse(): never {
  throw new LeftOutOfBundleError('calls that stream events are not made')
}

/** Signs the headers of an event. */
export class HeaderFormatter {
  readonly format = refuse
}
