import { type Finding, finding, stringsIn } from './finding.ts'

/**
 * Slack's documented limits of one message (docs.slack.dev, Block Kit reference and "Sending messages"), and the total that
 * keeps clear of `msg_blocks_too_long`, which is not documented (slackapi/bolt-js#2509). Lengths are counted in UTF-16 units,
 * the largest of the counts that Slack may use.
 */
const maxBlocks = 50
const maxTotalCharacters = 9999
const maxFallbackCharacters = 4000
const maxBlockIdCharacters = 255

type Value = Readonly<Record<string, unknown>>

/** Everything for which Slack would refuse the message, or cut it. */
export function slackLimitFindings(payload: Value): Finding[] {
  return [...jsonFindings(payload), ...fallbackFindings(payload), ...blocksFindings(payload['blocks'])]
}

function jsonFindings(payload: Value): Finding[] {
  const json = JSON.stringify(payload)
  const isSame = JSON.stringify(JSON.parse(json)) === json
  return isSame && json.isWellFormed() ? [] : [finding('not valid JSON', '', json)]
}

function fallbackFindings({ text }: Value): Finding[] {
  return lengthFindings('text', text, maxFallbackCharacters)
}

function blocksFindings(blocks: unknown): Finding[] {
  if (blocks === undefined) return []
  if (!Array.isArray(blocks)) return [finding('blocks are no list', 'blocks', String(blocks))]
  const list = blocks as readonly Value[]
  const total = stringsIn(list)
    .filter(([path]) => path.endsWith('.text'))
    .reduce((sum, [, text]) => sum + text.length, 0)
  return [
    ...(list.length > maxBlocks ? [finding(`${list.length} blocks`, 'blocks', '')] : []),
    ...(total > maxTotalCharacters ? [finding(`${total} characters in all`, 'blocks', '')] : []),
    ...repeatedIds(list),
    ...list.flatMap((block, index) => blockFindings(block, `blocks.${index}`)),
  ]
}

function repeatedIds(blocks: readonly Value[]): Finding[] {
  const ids = blocks.map(({ block_id: id }) => id).filter(id => id !== undefined)
  return new Set(ids).size === ids.length ? [] : [finding('repeated block_id', 'blocks', ids.join(' '))]
}

function blockFindings(block: Value, where: string): Finding[] {
  const type = String(block['type'])
  const rule = Object.hasOwn(ruleByType, type) ? ruleByType[type] : undefined
  if (!rule) return [finding('unknown block', where, type)]
  const { block_id: id } = block
  return [
    ...(id === undefined ? [] : lengthFindings(`${where}.block_id`, id, maxBlockIdCharacters)),
    ...rule(block, where),
  ]
}

const ruleByType: Readonly<Record<string, (block: Value, where: string) => Finding[]>> = {
  divider: () => [],
  header: ({ text }, where) => textFindings(`${where}.text`, text, 150, ['plain_text']),
  section: sectionFindings,
  context: ({ elements }, where) =>
    listFindings(`${where}.elements`, elements, 10, (element, at) =>
      element['type'] === 'image' ? imageFindings(element, at) : textFindings(at, element, 3000),
    ),
  actions: ({ elements }, where) => listFindings(`${where}.elements`, elements, 25, buttonFindings),
  image: imageFindings,
}

function sectionFindings({ text, fields }: Value, where: string): Finding[] {
  if (text === undefined && fields === undefined) return [finding('section without text', where, '')]
  return [
    ...(text === undefined ? [] : textFindings(`${where}.text`, text, 3000)),
    ...(fields === undefined
      ? []
      : listFindings(`${where}.fields`, fields, 10, (field, at) => textFindings(at, field, 2000))),
  ]
}

function buttonFindings(element: Value, where: string): Finding[] {
  if (element['type'] !== 'button') return [finding('unknown element', where, String(element['type']))]
  const { url, value, action_id: actionId } = element
  return [
    ...textFindings(`${where}.text`, element['text'], 75, ['plain_text']),
    ...(url === undefined ? [] : lengthFindings(`${where}.url`, url, 3000)),
    ...(value === undefined ? [] : lengthFindings(`${where}.value`, value, 2000)),
    ...(actionId === undefined ? [] : lengthFindings(`${where}.action_id`, actionId, 255)),
  ]
}

function imageFindings(image: Value, where: string): Finding[] {
  return [
    ...lengthFindings(`${where}.image_url`, image['image_url'], 3000),
    ...lengthFindings(`${where}.alt_text`, image['alt_text'], 2000),
  ]
}

function textFindings(
  where: string,
  object: unknown,
  maxCharacters: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): Finding[] {
  const { type, text } = (object ?? {}) as Value
  const isKnown = typeof type === 'string' && types.includes(type)
  return [
    ...(isKnown ? [] : [finding('text of the wrong type', where, String(type))]),
    ...lengthFindings(where, text, maxCharacters),
  ]
}

function listFindings(
  where: string,
  list: unknown,
  maxItems: number,
  itemFindings: (item: Value, where: string) => Finding[],
): Finding[] {
  if (!Array.isArray(list) || list.length < 1 || list.length > maxItems) {
    return [finding(`not 1 to ${maxItems} items`, where, '')]
  }
  return (list as Value[]).flatMap((item, index) => itemFindings(item, `${where}.${index}`))
}

function lengthFindings(where: string, text: unknown, maxCharacters: number): Finding[] {
  if (typeof text === 'string' && text.length >= 1 && text.length <= maxCharacters) return []
  const length = typeof text === 'string' ? `${text.length} characters` : typeof text
  return [finding(`not 1 to ${maxCharacters} characters`, where, length)]
}
