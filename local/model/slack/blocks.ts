import { z } from 'zod'

/** One Block Kit block, as sent. */
export type SlackBlock = Readonly<Record<string, unknown>>

const text = (maximumLength: number) =>
  z.looseObject({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string().min(1).max(maximumLength) })
const plainText = (maximumLength: number) =>
  z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(maximumLength) })

const section = z
  .looseObject({ text: text(3_000).optional(), fields: z.array(text(2_000)).min(1).max(10).optional() })
  .refine(block => block.text !== undefined || block.fields !== undefined)

/** Known block types with the limits that are checked; the others are taken as they come. */
const contentByType: Readonly<Record<string, z.ZodType>> = {
  actions: z.looseObject({ elements: z.array(z.looseObject({})).min(1).max(25) }),
  context: z.looseObject({
    elements: z
      .array(z.looseObject({ type: z.string() }))
      .min(1)
      .max(10),
  }),
  divider: z.looseObject({}),
  header: z.looseObject({ text: plainText(150) }),
  image: z.looseObject({}),
  markdown: z.looseObject({ text: z.string().min(1).max(12_000) }),
  rich_text: z.looseObject({}),
  section,
  table: z.looseObject({}),
}

const block = z
  .looseObject({ type: z.string(), block_id: z.string().max(255).optional() })
  .refine(({ type, ...content }) => contentByType[type]?.safeParse(content).success ?? false)
const blockList = z.array(block).max(50)

/** Undocumented, but observed: the most characters over all blocks of one message. */
const maximumTotalCharacters = 13_200

/** Why Slack would refuse the blocks: its error code, or undefined when it would take them. */
export function blocksError(blocks: unknown): string | undefined {
  if (!blockList.safeParse(blocks).success) return 'invalid_blocks'
  return totalCharacters(blocks) > maximumTotalCharacters ? 'msg_blocks_too_long' : undefined
}

function totalCharacters(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (total, [key, child]) =>
      total + (key === 'text' && typeof child === 'string' ? child.length : totalCharacters(child)),
    0,
  )
}
