'use strict'

/**
 * What each parameter of the stack may be, and what is said when it is something else. The names are the stack's parameters in
 * serverless.yml. CommonJS, because a plugin of the framework loads it.
 */

const z = require('zod/mini')

const arn = service => `arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}`
/** CloudWatch Logs takes no other numbers of days (PutRetentionPolicy API page). */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

const textOrEmpty = (pattern, help) => z.string(help).check(z.regex(new RegExp(`^(?:${pattern})?$`, 'u'), help))
const keyArn = whose =>
  textOrEmpty(
    `${arn('kms')}:key/[A-Za-z0-9-]+`,
    `must be the ARN of ${whose}, arn:aws:kms:<region>:<account>:key/<id>; "aws kms describe-key --key-id <alias or id>" shows it`,
  )
const topicArn = `${arn('sns')}:[\\w-]{1,256}`
const yesOrNo = z.enum(['true', 'false'], 'must be true or false')
const wholeNumber = (fits, help) => z.string(help).check(z.refine(text => /^\d+$/u.test(text) && fits(Number(text)), help))
const days = wholeNumber(
  number => retentionDays.includes(number),
  `must be a number of days that CloudWatch Logs knows: ${retentionDays.join(', ')}`,
)

/** As functions/domain/pollTable.ts reads it, which a test holds this to. */
const pollTableText = /^[1-9]\d{0,2}(?:x[1-9]\d{0,2})?(?:,[1-9]\d{0,2}(?:x[1-9]\d{0,2})?)*$/u
const isPollTable = text => {
  if (!pollTableText.test(text)) return false
  const runs = text.split(',').map(run => run.split('x').map(Number))
  const polls = runs.reduce((sum, [, count = 1]) => sum + count, 0)
  const seconds = runs.reduce((sum, [step, count = 1]) => sum + step * count, 0)
  return polls <= 150 && seconds <= 43080 && runs.every(([step]) => step <= 900)
}

const secretArn = textOrEmpty(
  `${arn('secretsmanager')}:secret:[\\w/+=.@-]{1,512}-[A-Za-z0-9]{6}`,
  'must be the whole ARN of a Secrets Manager secret, with the six characters that AWS adds to its name; "aws secretsmanager describe-secret --secret-id <name>" shows it',
)

const schema = z.object({
  slackSecretArn: secretArn,
  slackSecretKmsKeyArn: keyArn('the KMS key of that secret'),
  createSlackSecret: yesOrNo,
  teamsSecretArn: secretArn,
  teamsSecretKmsKeyArn: keyArn('the KMS key of that secret'),
  topicArn: textOrEmpty(
    topicArn,
    'must be the ARN of a standard SNS topic, arn:aws:sns:<region>:<account>:<name>; a FIFO topic reaches neither mail nor chat',
  ),
  topicKmsKeyArn: keyArn('the KMS key of that topic'),
  kmsKeyArn: keyArn('a KMS key'),
  eventBusName: textOrEmpty(
    '[/.\\-_A-Za-z0-9]{1,256}',
    'must be the name, not the ARN, of an event bus in the account and Region of the stack: letters, digits and / . - _',
  ),
  // What may stand in it, routesFile.cjs says.
  routesFile: z.string('must be the path of a JSON file'),
  routesParameter: textOrEmpty(
    '/?[\\w.-]{1,256}(?:/[\\w.-]{1,256}){0,14}',
    'must be the name, not the ARN, of a Systems Manager parameter in the account and Region of the stack: letters, digits and . - _ /',
  ),
  routedTopicArns: textOrEmpty(
    `${topicArn}(?:,${topicArn})*`,
    'must be ARNs of standard SNS topics, arn:aws:sns:<region>:<account>:<name>, separated by commas without spaces',
  ),
  overdueMinutes: wholeNumber(
    number => number >= 1 && number <= 720,
    'must be whole minutes from 1 to 720, the 12 hours for which the service remembers an operation',
  ),
  pollTable: z
    .string('must be text')
    .check(
      z.refine(
        text => text === '' || isPollTable(text),
        'must be whole seconds between polls such as 35,14,12x3: each at most 900, 150 polls and 43080 s at most; "flowbell schedule --fit" prints it',
      ),
    ),
  auditRetentionDays: days,
  logRetentionDays: days,
  sweepMinutes: wholeNumber(
    number => number >= 5 && number <= 60,
    'must be whole minutes from 5, the longest that one sweep may take, to 60',
  ),
  alarmEmail: textOrEmpty('[^@\\s]+@[^@\\s]+\\.[^@\\s]+', 'must be one mail address, such as oncall@example.com'),
  reserveConcurrency: yesOrNo,
})

/** Rules over more than one parameter: which is at fault, and why. Empty text counts as absent. */
const rulesTogether = [
  {
    name: 'createSlackSecret',
    isBroken: given => given.createSlackSecret === 'true' && given.slackSecretArn !== '',
    help: 'is true although slackSecretArn names a secret: leave one of the two out',
  },
  {
    name: 'slackSecretKmsKeyArn',
    isBroken: given => given.slackSecretKmsKeyArn !== '' && given.slackSecretArn === '',
    help: 'is the key of a given secret, but slackSecretArn is empty: give the secret too, or leave its key out',
  },
  {
    name: 'teamsSecretKmsKeyArn',
    isBroken: given => given.teamsSecretKmsKeyArn !== '' && given.teamsSecretArn === '',
    help: 'is the key of a given secret, but teamsSecretArn is empty: give the secret too, or leave its key out',
  },
  {
    name: 'topicKmsKeyArn',
    isBroken: given => given.topicKmsKeyArn !== '' && given.topicArn === '',
    help: 'is the key of a given topic, but topicArn is empty: give the topic too, or leave its key out',
  },
  {
    name: 'routesFile',
    isBroken: given => given.routesFile !== '' && given.routesParameter !== '',
    help: 'gives routes although routesParameter names some: leave one of the two out',
  },
]
const namesOfArns = [
  'slackSecretArn',
  'slackSecretKmsKeyArn',
  'teamsSecretArn',
  'teamsSecretKmsKeyArn',
  'topicArn',
  'topicKmsKeyArn',
  'kmsKeyArn',
  'routedTopicArns',
]

/**
 * What is wrong with the parameters of a stack in this Region, in one sentence that begins with the parameter's name and ends
 * with the way to mend it; null when nothing is. Values may be texts, numbers or booleans, as YAML yields them.
 */
exports.faultInParameters = (values, region) => {
  const names = Object.keys(schema.def.shape)
  const unknown = Object.keys(values).find(name => !names.includes(name))
  if (unknown !== undefined) return `${unknown} is no parameter of this stack: use one of ${names.join(', ')}`

  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]))
  const parsed = schema.safeParse(texts)
  if (!parsed.success) return sentence(parsed.error.issues[0].path[0], parsed.error.issues[0].message)

  const broken = rulesTogether.find(rule => rule.isBroken(parsed.data))
  if (broken) return sentence(broken.name, broken.help)
  return faultInRegions(parsed.data, region)
}

function faultInRegions(given, region) {
  const elsewhere = namesOfArns
    .flatMap(name => given[name].split(',').map(each => ({ name, place: each.split(':')[3] })))
    .find(({ place }) => place !== undefined && place !== region)
  if (elsewhere === undefined) return null
  const help = `lies in ${elsewhere.place}, but the stack goes to ${region}: give one of ${region}, or deploy with --region`
  return sentence(elsewhere.name, help)
}

const asText = value => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)
const sentence = (name, help) => `${name} ${help}`
