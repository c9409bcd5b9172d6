import { expect, test } from '@jest/globals'
import { channelNames, channelsWithCard } from '../../functions/domain/notification.ts'
import { Outcome, severityOf } from '../../functions/domain/outcome.ts'
import { type RoutedMessage, routeMessage } from '../../functions/domain/routing.ts'
import { parseRouting } from '../../functions/domain/routingDocument.ts'
import { FlowOperationType } from '../../functions/domain/watchRequest.ts'
import { validatorOf } from '../schemas/validator.ts'
import { type ExampleRow, exampleRows, shownDocuments } from './routingTable.ts'

const [example = ''] = shownDocuments

test('the routes that the docs show are valid, for the functions and by the published schema', () => {
  expect(shownDocuments).toHaveLength(1)
  expect(parseRouting(example).routes).not.toEqual([])
  expect(validatorOf('routing.v1.schema.json')(JSON.parse(example))).toEqual([])
})

test.each(exampleRows)('$message of a $operation on $firewall with tags $tags goes to $goesTo', row => {
  expect(waysOf(row)).toEqual(row.goesTo)
})

test('the example has a line for each kind of message, each kind of tags, and for nobody', () => {
  const messages = exampleRows.map(({ message }) => message)
  const tags = exampleRows.map(row => row.tags)

  expect(messages).toEqual(expect.arrayContaining(['COMPLETED', 'FAILED', 'OVERDUE', 'STARTED']))
  expect(tags).toEqual(expect.arrayContaining(['none', 'unknown', 'env=production']))
  expect(exampleRows.filter(({ goesTo }) => goesTo.length === 0)).not.toEqual([])
})

function waysOf(row: ExampleRow): string[] {
  const channels = row.message === 'STARTED' ? channelsWithCard : channelNames
  return routeMessage(parseRouting(example), messageOf(row), channels)
    .filter(({ isSent }) => isSent)
    .map(({ channel, target }) => [channel, ...(target?.split(':').slice(-1) ?? [])].join(' '))
    .sort()
}

function messageOf({ message, operation, firewall, tags }: ExampleRow): RoutedMessage {
  const isNotice = message === 'STARTED' || message === 'OVERDUE'
  const outcome = isNotice ? null : Outcome.parse(message)
  return {
    notice: isNotice ? message : 'OUTCOME',
    outcome,
    severity: message === 'STARTED' ? 'info' : severityOf(outcome),
    flowOperationType: FlowOperationType.parse(operation),
    firewallArn: `arn:aws:network-firewall:eu-west-1:123456789012:firewall/${firewall}`,
    tags: tagsOf(tags),
  }
}

function tagsOf(words: string): RoutedMessage['tags'] {
  if (words === 'unknown') return null
  return words === 'none' ? {} : Object.fromEntries([words.split('=')])
}
