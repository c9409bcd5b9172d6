/**
 * The parts of an Adaptive Card (adaptivecards.io, 1.4) that are used. A RichTextBlock shows its runs word for word, while
 * TextBlock, Fact.title and Fact.value are read as Markdown (learn.microsoft.com, "Text features" and "Format cards in Teams").
 * Markdown's back-slash does not help there: phones show it, or format all the same (github.com/microsoft/AdaptiveCards, issues
 * 5590 and 5758). So a card of ours has no TextBlock and no FactSet.
 */
export type TextRun = {
  readonly type: 'TextRun'
  readonly text: string
  readonly weight?: 'Bolder'
  readonly size?: 'Small' | 'Large'
  readonly isSubtle?: true
  readonly fontType?: 'Monospace'
}

export type RichTextBlock = {
  readonly type: 'RichTextBlock'
  readonly spacing?: 'None' | 'Small'
  readonly separator?: true
  readonly inlines: readonly TextRun[]
}

export type Container = {
  readonly type: 'Container'
  readonly style: 'good' | 'warning' | 'attention'
  readonly bleed: true
  readonly items: readonly RichTextBlock[]
}

export type CardElement = RichTextBlock | Container

export type AdaptiveCard = {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json'
  readonly type: 'AdaptiveCard'
  readonly version: '1.4'
  /** Shown by clients that do not know the version; it may be read as Markdown, so no foreign text belongs here. */
  readonly fallbackText: string
  readonly msteams: { readonly width: 'Full' }
  readonly body: readonly CardElement[]
  readonly actions?: readonly [
    { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string },
  ]
}

/** One run of text. Text of which nothing can be seen has a dash in its place. */
export function run(text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: text.trim() === '' ? '—' : withoutFunctions(text), ...look }
}

/** One line of runs. `spacing` None puts it right below the line before. */
export function line(
  inlines: readonly TextRun[],
  look: Pick<RichTextBlock, 'spacing' | 'separator'> = {},
): RichTextBlock {
  return { type: 'RichTextBlock', ...look, inlines }
}

/**
 * Text runs too have `{{DATE(…)}}` and `{{TIME(…)}}` replaced ("Text features"), and a card that passes for a template has
 * `${…}` replaced (Adaptive Cards templating; whether a flow does that is not known): both are broken up visibly.
 */
function withoutFunctions(text: string): string {
  return text.replaceAll(/\{(?=\{)/gu, '{ ').replaceAll('${', '$ {')
}
