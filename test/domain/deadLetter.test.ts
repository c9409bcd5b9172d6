import { describe, expect, test } from '@jest/globals'
import { deadLetter } from '../../functions/domain/deadLetter.ts'
import { operationId, report } from '../support/builders.ts'

const facts = { channel: 'slack', notice: 'OUTCOME', reason: 'Slack answered 404' } as const

describe('a dead letter', () => {
  test('holds all that is needed to send the message again', () => {
    expect(deadLetter({ ...facts, target: 'C0INCIDENT' }, report())).toEqual({
      schemaVersion: 1,
      ...facts,
      target: 'C0INCIDENT',
      flowOperationId: operationId,
      document: report(),
    })
  })

  test('names no target where no route did', () => {
    expect(deadLetter({ ...facts, target: null }, report())).not.toHaveProperty('target')
  })
})
