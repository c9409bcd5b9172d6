import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { accountId, region } from '../clients.ts'
import { marker, type World } from '../world.ts'
import { type PlantedFault, withAnswer, withVariables } from './fault.ts'

const unknownSecret = `arn:aws:secretsmanager:${region}:${accountId}:secret:gone-AbCdEf`
const foreignKeyArn = `arn:aws:kms:${region}:${accountId}:key/5e2c3c1f-0000-4000-8000-000000000001`
const putValue =
  /aws secretsmanager put-secret-value --secret-id arn:\S+ --secret-string file:\/\/slack-secret.json/
const afterTheSecret = ['slack-origin', 'slack-token']

/** What keeps people from being told. */
export const channelFaults: readonly PlantedFault[] = [
  {
    title: 'a topic under a key of the user that the stack was not told of',
    plant: withAnswer('GetTopicAttributes', body =>
      body.replace(/(<key>KmsMasterKeyId<\/key>\s*<value>)[^<]+/, `$1${foreignKeyArn}`),
    ),
    check: 'keys',
    found: /deliverNotification may not kms:Decrypt on arn:aws:kms:\S+, the key of the topic/,
    fix: /npx serverless deploy --stage dev .*--param topicKmsKeyArn=arn:aws:kms:/,
  },
  {
    title: 'a secret under a key of the user that the stack was not told of',
    plant: withAnswer('DescribeSecret', body =>
      JSON.stringify({ ...JSON.parse(body), KmsKeyId: foreignKeyArn }),
    ),
    check: 'keys',
    found: /deliverNotification may not kms:Decrypt on arn:aws:kms:\S+, the key of the Slack secret/,
    fix: /--param slackSecretArn=\S+ --param eventBusName=security --param slackSecretKmsKeyArn=arn:aws:kms:/,
  },
  {
    title: 'a topic that was deleted',
    async plant(world) {
      const client = new SNSClient(world.settings)
      const TopicArn = world.id('NotificationTopic')
      await client.send(new DeleteTopicCommand({ TopicArn }))
      return async () => {
        await client.send(new CreateTopicCommand({ Name: TopicArn.split(':').at(-1) }))
        await subscribe(world)
      }
    },
    check: 'topic',
    found: /there is no topic arn:aws:sns:/,
    fix: /npx serverless deploy --stage dev/,
  },
  {
    title: 'a subscription that nobody has confirmed',
    // Every subscription of moto is confirmed at once.
    plant: withAnswer('ListSubscriptionsByTopic', body =>
      body.replace(
        /<SubscriptionArn>[^<]+<\/SubscriptionArn>/,
        '<SubscriptionArn>PendingConfirmation</SubscriptionArn>',
      ),
    ),
    check: 'subscriptions',
    found: /dana@example\.com \(email\) has not confirmed/,
    fix: /aws sns subscribe --topic-arn \S+ --protocol email --notification-endpoint dana@example\.com/,
  },
  {
    title: 'alarms that nobody would hear',
    async plant(world) {
      const TopicArn = world.id('OperationsTopic')
      await unsubscribeAll(world, TopicArn)
      return () => subscribe(world, TopicArn)
    },
    check: 'subscriptions',
    found: /nobody hears the alarms: arn:aws:sns:\S+ has no subscription/,
    fix: /aws sns subscribe --topic-arn \S+ --protocol email/,
  },
  {
    title: 'a stack that nobody would hear',
    async plant(world) {
      await unsubscribeAll(world, world.id('NotificationTopic'))
      const undo = await withVariables({ FLOWBELL_SLACK_SECRET_ARN: null, FLOWBELL_EVENT_BUS_NAME: null })(
        world,
      )
      return async () => {
        await undo()
        await subscribe(world)
      }
    },
    check: 'subscriptions',
    found: /nobody would hear/,
    fix: /aws sns subscribe --topic-arn \S+ --protocol email/,
  },
  {
    title: 'a Slack secret that does not exist',
    plant: withVariables({ FLOWBELL_SLACK_SECRET_ARN: unknownSecret }),
    check: 'slack-secret',
    found: /does not exist or holds no value/,
    fix: putValue,
    // The role may read the secret of the stack only.
    besides: ['permissions', ...afterTheSecret],
  },
  {
    title: 'a Slack secret that nobody has filled yet',
    async plant(world) {
      const client = new SecretsManagerClient(world.settings)
      const { ARN = '' } = await client.send(new CreateSecretCommand({ Name: `empty-${Date.now()}` }))
      return withVariables({ FLOWBELL_SLACK_SECRET_ARN: ARN })(world)
    },
    check: 'slack-secret',
    found: /does not exist or holds no value/,
    fix: putValue,
    besides: ['permissions', ...afterTheSecret],
  },
  {
    title: 'a Slack secret that is a bare address',
    plant: withSecret(`https://hooks.slack.com/services/T0/B0/${marker}`),
    check: 'slack-secret',
    found: /malformed/,
    fix: putValue,
    besides: afterTheSecret,
  },
  {
    title: 'a Slack secret without a channel',
    plant: withSecret(JSON.stringify({ botToken: `xoxb-${marker}` })),
    check: 'slack-secret',
    found: /malformed/,
    fix: putValue,
    besides: afterTheSecret,
  },
  {
    title: "a webhook that is not at Slack's",
    plant: withSecret(
      JSON.stringify({ webhookUrl: `https://hooks.slack.com.example/services/T0/B0/${marker}` }),
    ),
    check: 'slack-origin',
    found: /not at one of Slack's addresses/,
    fix: /FLOWBELL_SLACK_ORIGINS/,
  },
  {
    title: 'a token that Slack refuses',
    plant: withSecret(JSON.stringify({ botToken: `xoxb-old-${marker}`, channel: 'C0123456789' })),
    check: 'slack-token',
    found: /Slack refuses the token: invalid_auth/,
    fix: /new bot token into the secret/,
  },
  {
    title: 'an event bus that does not exist',
    plant: withVariables({ FLOWBELL_EVENT_BUS_NAME: 'gone' }),
    check: 'event-bus',
    found: /there is no event bus gone/,
    fix: /aws events create-event-bus --name gone/,
    besides: ['permissions'],
  },
]

async function unsubscribeAll({ settings }: World, TopicArn: string): Promise<void> {
  const client = new SNSClient(settings)
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))
  for (const { SubscriptionArn } of Subscriptions)
    await client.send(new UnsubscribeCommand({ SubscriptionArn }))
}

async function subscribe({ settings, id }: World, TopicArn: string = id('NotificationTopic')): Promise<void> {
  await new SNSClient(settings).send(
    new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'dana@example.com' }),
  )
}

function withSecret(SecretString: string) {
  return async ({ settings, secretArn, secretText }: World) => {
    const client = new SecretsManagerClient(settings)
    await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString }))
    return () => client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString: secretText }))
  }
}
