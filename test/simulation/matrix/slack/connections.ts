import type { NetworkSite } from '../../world/faults.ts'
import type { Row, Rule } from '../support/row.ts'
import { toldOnceOrTwice, within } from '../support/rules.ts'
import { realConnections } from './realConnections.ts'
import { arrives, atTheEnd, callsAt, deadOn, edit, everyWay, exchangesAt, flow, webhook } from './support.ts'

const inFiveSeconds = (site: NetworkSite): Rule =>
  within(
    'seconds that a call without an answer takes',
    seen => {
      const [hung] = exchangesAt(site, seen)
      return ((hung?.invocation?.endedAt ?? Infinity) - (hung?.at ?? 0)) / 1000
    },
    5,
    5.1,
  )

const certificates = ['bad-certificate', 'foreign-certificate', 'unsigned-certificate'] as const

export const connectionRows: readonly Row[] = [
  {
    number: 59,
    fault: 'redirect 302 to 169.254.169.254',
    promise: 'refused: dead letter, and nobody goes there',
    trials: [
      ...atTheEnd(
        [webhook, flow, edit],
        {
          answers: [
            'chat-redirect',
            { status: 307, body: '', headers: { location: 'http://169.254.169.254/' } },
          ],
        },
        ({ channel, at }) => [...deadOn(channel), callsAt(at, 1)],
      ),
      realConnections.redirect,
    ],
  },
  {
    number: 60,
    fault: 'hangs after the headers',
    promise: 'total timeout of 5 s, then retry',
    trials: [
      ...atTheEnd(everyWay, { modes: ['hang'], times: [1, 3] }, ({ at }) => [...arrives, inFiveSeconds(at)]),
      ...atTheEnd(everyWay, { modes: ['hang-after'], times: [1] }, ({ channel, at }) => [
        ...arrives.slice(0, 3),
        toldOnceOrTwice(channel),
        inFiveSeconds(at),
      ]),
      ...atTheEnd([webhook, flow, edit], { modes: ['hang'], times: ['forever'] }, ({ channel }) =>
        deadOn(channel),
      ),
      realConnections.hangAfterHeaders,
      realConnections.hangInBody,
    ],
  },
  {
    number: 61,
    fault: 'endless body',
    promise: 'at most 4 KB of it are read',
    note: 'An answer of the Web API repeats the message: 64 KB of it are read (ADR 9).',
    trials: [
      ...atTheEnd([webhook], { answers: [{ status: 200, body: 'x'.repeat(1_000_000) }] }, ({ channel }) =>
        deadOn(channel),
      ),
      realConnections.endlessBody,
    ],
  },
  {
    number: 62,
    fault: 'TLS error, wrong host',
    promise: 'refused: dead letter, no second try',
    trials: [
      ...atTheEnd([webhook, flow, edit], { answers: certificates, times: ['forever'] }, ({ channel, at }) => [
        ...deadOn(channel),
        callsAt(at, 1),
      ]),
      realConnections.noTls,
      realConnections.noCertificate,
    ],
  },
]
