import { expect, test } from '@jest/globals'
import { trailCheck } from '../../../operator/doctor/checks/trail.ts'
import type { Cloud, TrailFacts } from '../../../operator/ports.ts'
import { denied, patientWith } from '../support/patients.ts'

const own: TrailFacts = {
  arn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/own',
  name: 'own',
  isOrganizationTrail: false,
  hasCustomSelectors: true,
}
const organization: TrailFacts = {
  arn: 'arn:aws:cloudtrail:us-east-1:999999999999:trail/org',
  name: 'org',
  isOrganizationTrail: true,
  hasCustomSelectors: true,
}
const readsOnly = {
  basic: [{ readWriteType: 'ReadOnly', includesManagementEvents: true, excludedSources: [] }],
  advanced: [],
}
const refuse = (right: string) => async () => {
  throw denied(right)
}

const judged = (cloud: Partial<Cloud>) => trailCheck.examine(patientWith(cloud))

test("another account's trail that records them is as good as an own one", async () => {
  const finding = await judged({ trails: async () => [organization] })
  expect(finding).toEqual({ status: 'OK', found: 'org', fix: null })
})

test('one good trail is enough, whatever the others are', async () => {
  const finding = await judged({
    trails: async () => [own, organization],
    isTrailLogging: async arn => arn === organization.arn,
  })
  expect(finding.status).toBe('OK')
})

test("an organisation's trail with nothing of its own needs no question that only its owner may ask", async () => {
  const trails = async () => [{ ...organization, hasCustomSelectors: false }]
  const finding = await judged({ trails, trailSelectors: refuse('cloudtrail:GetEventSelectors') })
  expect(finding.status).toBe('OK')
})

test("an organisation's trail that does not tell is not known, and its owner is named", async () => {
  const finding = await judged({
    trails: async () => [organization],
    trailSelectors: refuse('cloudtrail:GetEventSelectors'),
  })
  expect(finding).toMatchObject({
    status: 'UNKNOWN',
    found: expect.stringContaining("org is the organisation's trail"),
    fix: { words: expect.stringContaining('account 999999999999') },
  })
})

test('an own trail that does not tell asks for the right', async () => {
  const finding = await judged({
    trails: async () => [own],
    isTrailLogging: refuse('cloudtrail:GetTrailStatus'),
  })
  expect(finding).toMatchObject({
    status: 'UNKNOWN',
    fix: { words: expect.stringContaining('cloudtrail:GetTrailStatus') },
  })
})

test('every trail is told with what is wrong with it; logging is the first thing to mend', async () => {
  const finding = await judged({
    trails: async () => [own, { ...own, name: 'second', arn: 'second' }],
    isTrailLogging: async arn => arn === own.arn,
    trailSelectors: async () => readsOnly,
  })
  expect(finding).toMatchObject({
    status: 'FAULT',
    found: 'no trail records them; own leaves out management events that write; second is not logging',
    fix: { command: 'aws cloudtrail start-logging --name second' },
  })
})
