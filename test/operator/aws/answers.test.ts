/** What AWS answers and moto does not: several pages, decisions of organisations, selectors of every form, closed variables. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { stackQuestions } from '../../../operator/aws/cloudFormation.ts'
import { trailQuestions } from '../../../operator/aws/cloudTrail.ts'
import { permissionQuestions } from '../../../operator/aws/iam.ts'
import { functionQuestions } from '../../../operator/aws/lambda.ts'
import { topicQuestions } from '../../../operator/aws/sns.ts'
import { QuestionError } from '../../../operator/questionError.ts'
import { useRawServers } from '../../adapters/support/rawServer.ts'
import { rejectionOf } from '../../adapters/support/rejection.ts'
import { asAws } from './asAws.ts'

const serve = useRawServers()
const aws = asAws()
let bodies: string[] = []
beforeEach(() => {
  bodies = []
})
afterEach(() => aws.restore())

/** Answers every call in turn with these bodies; the last one for ever after. */
async function awsAnswers(type: string, answers: readonly string[], status = 200): Promise<void> {
  let count = 0
  const { origin } = await serve(response => {
    const body = answers[Math.min(count, answers.length - 1)] ?? ''
    count += 1
    bodies.push(body)
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  aws.use({
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: origin,
  })
}

const json = 'application/x-amz-json-1.1'
const result = (operation: string, content: string) =>
  `<${operation}Response><${operation}Result>${content}</${operation}Result></${operation}Response>`
const errorXml = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`

describe('CloudFormation', () => {
  const page = (id: string, token: string) =>
    result(
      'ListStackResources',
      `<StackResourceSummaries><member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>p</PhysicalResourceId><ResourceType>t</ResourceType></member></StackResourceSummaries>${token}`,
    )

  test('resources are read page after page', async () => {
    await awsAnswers('text/xml', [page('One', '<NextToken>more</NextToken>'), page('Two', '')])
    const resources = await stackQuestions().stackResources('flowbell-dev')
    expect(resources?.map(({ logicalId }) => logicalId)).toEqual(['One', 'Two'])
  })

  test('a stack that does not exist is null, another refusal an error', async () => {
    await awsAnswers('text/xml', [errorXml('ValidationError', 'Stack with id x does not exist')], 400)
    expect(await stackQuestions().stack('x')).toBeNull()
    expect(await stackQuestions().stackResources('x')).toBeNull()
    await awsAnswers('text/xml', [errorXml('ValidationError', '1 validation error detected')], 400)
    await rejectionOf(QuestionError, stackQuestions().stack('x'))
  })

  test('an access that is denied names the right', async () => {
    await awsAnswers('text/xml', [errorXml('AccessDenied', 'not you')], 403)
    const error = await rejectionOf(QuestionError, stackQuestions().stackResources('x'))
    expect(error).toMatchObject({
      right: 'cloudformation:ListStackResources',
      failure: { kind: 'ACCESS_DENIED' },
    })
  })
})

describe('IAM', () => {
  const evaluation = (decision: string, more = '') =>
    result(
      'SimulatePrincipalPolicy',
      `<IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>sns:Publish</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>${decision}</EvalDecision>${more}</member></EvaluationResults>`,
    )

  test.each([
    ['allowed', '', 'ALLOWED', ''],
    ['implicitDeny', '', 'DENIED', 'no policy allows it'],
    ['explicitDeny', '', 'DENIED', 'a policy forbids it'],
    [
      'implicitDeny',
      '<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>',
      'DENIED',
      'a policy of the organisation forbids it',
    ],
    [
      'implicitDeny',
      '<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>',
      'DENIED',
      'a permissions boundary forbids it',
    ],
    [
      'implicitDeny',
      '<MissingContextValues><member>aws:SourceVpc</member></MissingContextValues>',
      'DEPENDS',
      'it depends on aws:SourceVpc',
    ],
    [
      'explicitDeny',
      '<MissingContextValues><member>aws:SourceVpc</member></MissingContextValues>',
      'DENIED',
      'a policy forbids it',
    ],
  ])('%s %.30s', async (decision, more, verdict, why) => {
    await awsAnswers('text/xml', [evaluation(decision, more)])
    const decisions = await permissionQuestions().simulate('arn:aws:iam::1:role/r', ['sns:Publish'], 'arn')
    expect(decisions).toEqual([{ action: 'sns:Publish', verdict, why }])
  })

  test('an action that IAM says nothing of is not allowed', async () => {
    await awsAnswers('text/xml', [evaluation('allowed')])
    const decisions = await permissionQuestions().simulate(
      'arn:aws:iam::1:role/r',
      ['sqs:SendMessage'],
      'arn',
    )
    expect(decisions).toMatchObject([{ verdict: 'DENIED', why: 'IAM did not decide' }])
  })
})

describe('CloudTrail', () => {
  test('selectors are read in both forms, with the defaults that CloudTrail has', async () => {
    await awsAnswers(json, [
      JSON.stringify({
        EventSelectors: [{}],
        AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'readOnly', NotEquals: ['true'] }] }],
      }),
    ])
    const { basic, advanced } = await trailQuestions().trailSelectors('all')
    expect(basic).toEqual([{ readWriteType: 'All', includesManagementEvents: true, excludedSources: [] }])
    expect(advanced).toMatchObject([[{ field: 'readOnly', equals: [], notEquals: ['true'] }]])
  })

  test('trails of the organisation and of other Regions are among those that record this one', async () => {
    const trail = { Name: 'org', TrailARN: 'arn', IsOrganizationTrail: true, HasCustomEventSelectors: true }
    await awsAnswers(json, [JSON.stringify({ trailList: [trail, {}] })])
    expect(await trailQuestions().trails()).toEqual([
      { arn: 'arn', name: 'org', isOrganizationTrail: true, hasCustomSelectors: true },
      { arn: '', name: '', isOrganizationTrail: false, hasCustomSelectors: null },
    ])
  })
})

describe('Lambda', () => {
  test('variables that cannot be decrypted are told as such', async () => {
    const Environment = { Error: { ErrorCode: 'AccessDeniedException', Message: 'not your key' } }
    await awsAnswers('application/json', [
      JSON.stringify({ FunctionArn: 'arn', State: 'Active', Environment }),
    ])
    expect(await functionQuestions().functionFacts('deliverNotification')).toMatchObject({
      environment: {},
      environmentError: { name: 'AccessDeniedException', message: 'not your key' },
    })
  })

  test('a policy is read statement by statement; what is of another form allows nobody here', async () => {
    const statement = (Service: string, Condition?: object) => ({
      Effect: 'Allow',
      Principal: { Service },
      Condition,
    })
    const Statement = [
      statement('events.amazonaws.com', { ArnLike: { 'AWS:SourceArn': 'rule' } }),
      statement('scheduler.amazonaws.com'),
      { Effect: 'Allow', Principal: { AWS: '*' } },
      { Effect: 'Deny', Principal: { Service: 's3.amazonaws.com' } },
    ]
    await awsAnswers('application/json', [JSON.stringify({ Policy: JSON.stringify({ Statement }) })])
    expect(await functionQuestions().functionCallers('startWatch')).toEqual([
      { service: 'events.amazonaws.com', sourceArn: 'rule' },
      { service: 'scheduler.amazonaws.com', sourceArn: null },
    ])
  })
})

describe('SNS', () => {
  const page = (arn: string, token: string) =>
    result(
      'ListSubscriptionsByTopic',
      `<Subscriptions><member><SubscriptionArn>${arn}</SubscriptionArn><Protocol>email</Protocol><Endpoint>e</Endpoint></member></Subscriptions>${token}`,
    )

  test('subscriptions are read page after page, and only an ARN is a confirmation', async () => {
    await awsAnswers('text/xml', [
      page('arn:aws:sns:eu-west-1:1:t:1', '<NextToken>more</NextToken>'),
      page('PendingConfirmation', ''),
    ])
    expect((await topicQuestions().subscriptions('t'))?.map(({ isConfirmed }) => isConfirmed)).toEqual([
      true,
      false,
    ])
  })

  test('what was unsubscribed is no subscription that waits to be confirmed', async () => {
    await awsAnswers('text/xml', [page('Deleted', '')])
    expect(await topicQuestions().subscriptions('t')).toEqual([])
  })

  test('a topic that does not exist is null', async () => {
    await awsAnswers('text/xml', [errorXml('NotFound', 'Topic does not exist')], 404)
    expect(await topicQuestions().subscriptions('t')).toBeNull()
  })
})

test('a list without an end is a defect of the service', async () => {
  await awsAnswers('text/xml', [result('ListStackResources', '<NextToken>again</NextToken>')])
  await expect(stackQuestions().stackResources('x')).rejects.toThrow('EndlessList')
  expect(bodies).toHaveLength(2)
})
