import type { LocalAws } from '../../../local/model/localAws.ts'
import type { AwsFault, ChatFault } from '../../../local/model/wire/faults.ts'
import { canaries, flowAddress, webhookPath } from './canaries.ts'

/** Prepares the model for one run. */
type Prepare = (aws: LocalAws) => void
export type NamedFault = readonly [name: string, prepare: Prepare]

const forever = Number.POSITIVE_INFINITY
const echoed = `https://gateway.example${webhookPath} https://gateway.example${flowAddress}`

function raw(status: number, body: string, headers: Record<string, string> = {}): ChatFault {
  return { kind: 'raw-answer', status, body, headers }
}

/** Both chat services at once. */
function chat(fault: ChatFault, times = forever): Prepare {
  return ({ slack: model, teams }) => {
    teams.failNext({ operation: 'flow', fault, times })
    for (const operation of ['webhook', 'chat.postMessage', 'chat.update'] as const) {
      model.failNext({ operation, fault, times })
    }
  }
}

/** Every class of failure that Slack and Teams, or what stands before them, can have. */
export const chatFaults: readonly NamedFault[] = [
  ['none', () => undefined],
  ['a rate limit', chat(raw(429, echoed, { 'retry-after': echoed }), 2)],
  [
    'an error page of a proxy',
    chat(raw(503, `<html><h1>503</h1>${echoed}</html>`, { 'content-type': 'text/html' }), 2),
  ],
  ['a webhook that is gone', chat(raw(404, 'no_service'))],
  ['an archived channel', chat(raw(410, 'channel_is_archived'))],
  ['a forbidden post', chat(raw(403, 'action_prohibited'))],
  ['a message that is never liked', chat(raw(400, 'invalid_payload'))],
  ['ok:false', chat(raw(200, JSON.stringify({ ok: false, error: 'channel_not_found' })))],
  ['a redirect', chat(raw(302, '', { location: echoed }))],
  ['a cut connection', chat({ kind: 'connection-reset' }, 2)],
  ['an answer that is lost', chat({ kind: 'done-but-fails', answer: { kind: 'connection-reset' } }, 1)],
  ['no answer', chat({ kind: 'hang' }, 1)],
]

/** What AWS answers to a wrong signature: it quotes what was signed, the session's token with it. */
const signatureMessage = `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.

The Canonical String for this request should have been
'POST
/

content-type:application/x-amz-json-1.0
host:127.0.0.1
x-amz-date:20261102T091504Z
x-amz-security-token:${canaries.sessionToken}
'

The String-to-Sign should have been
'AWS4-HMAC-SHA256
20261102T091504Z'`

function aws(errorType: string, httpStatus = 400, message = 'synthetic'): AwsFault {
  return { kind: 'aws-error', errorType, httpStatus, message }
}

/** Failures that every AWS service can have. */
const commonFaults: readonly (readonly [name: string, fault: AwsFault, times: number])[] = [
  ['throttled', aws('ThrottlingException'), 2],
  ['broken', aws('InternalFailure', 500), 2],
  ['denied', aws('AccessDeniedException', 403), forever],
  ['signed wrongly', aws('SignatureDoesNotMatch', 403, signatureMessage), forever],
  ['signed wrongly, by its other name', aws('InvalidSignatureException', 403, signatureMessage), forever],
  ['behind an error page', { kind: 'raw-answer', status: 503, body: '<html>503</html>' }, 2],
  ['cut off', { kind: 'connection-reset' }, 1],
  ['unreadable', { kind: 'raw-answer', status: 200, body: '{"half' }, 1],
]

type Plan = { operation: never; fault: AwsFault; times: number }

/** The same for each AWS service that sends or records, all four failing at once. */
export const awsFaults: readonly NamedFault[] = [
  ['none', () => undefined],
  ...commonFaults.map(([name, fault, times]): NamedFault => {
    const plan = (operation: string) => ({ operation, fault, times }) as unknown as Plan
    return [
      name,
      ({ sns, eventBridge, sqs, logs }) => {
        sns.failNext(plan('Publish'))
        eventBridge.failNext(plan('PutEvents'))
        sqs.failNext(plan('SendMessage'))
        logs.failNext(plan('PutLogEvents'))
      },
    ]
  }),
  [
    'an entry refused inside a success',
    ({ eventBridge }) => {
      const body = JSON.stringify({
        FailedEntryCount: 1,
        Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'x' }],
      })
      eventBridge.failNext({ operation: 'PutEvents', fault: raw(200, body), times: 2 })
    },
  ],
  [
    'records dropped inside a success',
    ({ logs }) => {
      const body = JSON.stringify({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } })
      logs.failNext({ operation: 'PutLogEvents', fault: raw(200, body), times: 1 })
    },
  ],
]

/** What AWS may answer in place of the secret; an unreadable answer is the secret itself. */
const unreadableSecrets = [
  `{"SecretString":"{\\"webhookUrl\\":\\"https://hooks.slack.com${webhookPath}`,
  `{"SecretString":"https://hooks.slack.com${webhookPath}"x}`,
  `<secret>${canaries.botToken}</secret>`,
]

/** Failures of the secret's reading. */
export const secretsFaults: readonly NamedFault[] = [
  ...commonFaults
    .filter(([name]) => ['throttled', 'denied', 'signed wrongly'].includes(name))
    .map(
      ([name, fault, times]): NamedFault => [
        `a secret that is ${name}`,
        ({ secrets }) => secrets.failNext({ operation: 'GetSecretValue', fault, times }),
      ],
    ),
  ...unreadableSecrets.map(
    (body, index): NamedFault => [
      `a secret that is answered unreadably, form ${index}`,
      ({ secrets }) => secrets.failNext({ operation: 'GetSecretValue', fault: raw(200, body), times: 2 }),
    ],
  ),
]
