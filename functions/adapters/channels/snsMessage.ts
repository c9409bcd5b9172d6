import type { MessageAttributeValue } from '@aws-sdk/client-sns'
import { operationInWords, stateInWords } from '../../domain/humanMessage.ts'
import { inertText } from '../../domain/inertText.ts'
import type { FlowOperationReport } from '../../domain/report.ts'
import { amazonQNotification } from './amazonQMessage.ts'
import { mailText } from './mailText.ts'

/** Safe under both published rules for subjects: printable ASCII, at most 99 characters. */
const maxSubjectCharacters = 99
/** Longer than any name that AWS allows here. */
const maxAttributeCharacters = 256

/** What SNS is given for one notice; `message` is the JSON of MessageStructure "json". */
export type SnsMessage = {
  readonly subject: string
  readonly message: string
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>
}

/** One message for people, machines and chat at once: SNS picks the part by the subscription's protocol. */
export function snsMessage(document: FlowOperationReport): SnsMessage {
  const text = mailText(document)
  const machineReadable = JSON.stringify(document)
  const message = JSON.stringify({
    default: text,
    email: text,
    sqs: machineReadable,
    lambda: machineReadable,
    https: JSON.stringify(amazonQNotification(document)),
  })
  return { subject: subjectOf(document), message, attributes: attributesOf(document) }
}

function subjectOf(document: FlowOperationReport): string {
  const { firewallName, availabilityZone } = document
  const where = availabilityZone === null ? '' : ` (${availabilityZone})`
  const subject = `${stateInWords(document)}: ${operationInWords(document)} on ${firewallName ?? 'unknown firewall'}${where}`
  return subject.replaceAll(/[^\x20-\x7e]/gu, '?').slice(0, maxSubjectCharacters)
}

/**
 * SNS refuses empty attributes, so what is absent has none. A control character would be refused by SQS behind SNS, and half a
 * character cannot be sent at all.
 */
function attributesOf(document: FlowOperationReport): Record<string, MessageAttributeValue> {
  const values: Readonly<Record<string, string | null>> = {
    notice: document.notice,
    outcome: document.outcome,
    operationType: document.flowOperationType,
    firewallName: document.firewallName,
    severity: document.severity,
    availabilityZone: document.availabilityZone,
  }
  const sendable = Object.entries(values).map(
    ([name, value]) => [name, inertText(value ?? '', maxAttributeCharacters)] as const,
  )
  const present = sendable.filter(([, value]) => value !== '')
  return Object.fromEntries(
    present.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  )
}
