'use strict'

/** The routing document of the parameter `routesFile`. CommonJS, because a plugin of the framework loads it. */

const { readFile } = require('node:fs/promises')
const path = require('node:path')

/** A standard parameter of Systems Manager holds no more, and neither does a parameter of CloudFormation. */
const maxBytes = 4096

/**
 * The routing document for a stack with these parameters, as it stands in its file, whose path counts from `folder`: empty
 * without a file. `fault` is null, or begins with `routesFile` and says what is wrong, and where: a document that the functions
 * would not read, or that names what the stack cannot reach.
 */
exports.routesOf = async (given, folder) => {
  const { routesFile = '' } = given
  if (routesFile === '') return { text: '', fault: null }
  try {
    const text = await contentOf(path.resolve(folder, routesFile))
    refuseWhatIsOutOfReach(await parsed(text), given)
    return { text, fault: null }
  } catch (error) {
    return { text: '', fault: `routesFile ${routesFile}: ${inWords(error)}` }
  }
}

async function contentOf(file) {
  const content = await readFile(file)
  if (content.length <= maxBytes) return content.toString('utf8')
  throw new Error(
    `it has ${content.length} bytes, and ${maxBytes} at the most are stored: shorten it, or put it into an advanced parameter and give that one's name as routesParameter`,
  )
}

/** By the schema that the functions read it by. Node.js 24 takes TypeScript as it is. */
async function parsed(text) {
  const { parseRouting } = await import('../functions/domain/routingDocument.ts')
  return parseRouting(text)
}

/** A way that leads nowhere would leave in the dark whoever relies on it. */
function refuseWhatIsOutOfReach({ routes, otherwise = [] }, given) {
  const ways = [...routes.map(({ name, to }) => ({ by: `the route "${name}"`, to })), { by: '"otherwise"', to: otherwise }]
  const topicArns = [given.topicArn, ...(given.routedTopicArns ?? '').split(',')]
  for (const { by, to } of ways) {
    const notSet = to.find(({ channel }) => !isSet[channel](given))
    if (notSet) throw new Error(`${by} names ${notSet.channel}, which this stack is not given: that way leads nowhere`)
    const foreign = to.find(({ topicArn }) => topicArn !== undefined && !topicArns.includes(topicArn))
    if (foreign) throw new Error(`${by} names ${foreign.topicArn}, to which this stack may not publish: add it to routedTopicArns`)
  }
}

const isSet = {
  slack: ({ slackSecretArn, createSlackSecret }) => Boolean(slackSecretArn) || String(createSlackSecret) === 'true',
  // There always is a topic, given or made.
  sns: () => true,
  eventbridge: ({ eventBusName }) => Boolean(eventBusName),
  teams: ({ teamsSecretArn }) => Boolean(teamsSecretArn),
}

/** What is no JSON is told with its place by the parser only. */
const inWords = ({ message, cause }) => (cause instanceof Error ? `${message} (${cause.message})` : message)
