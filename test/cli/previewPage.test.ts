import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { html } from '../../cli/previewPage/html.ts'
import { markdownHtml } from '../../cli/previewPage/markdown.ts'
import { previewPage } from '../../cli/previewPage/page.ts'
import { messageNames } from '../../local/messageNames.ts'
import { previewDocuments } from '../../local/previewDocuments.ts'
import { hostileReport } from '../adapters/support/hostileReports.ts'

const page = previewPage(Object.values(previewDocuments))
const markdown = (text: string) =>
  markdownHtml(text)
    .map(piece => piece.html)
    .join('')

/** Every tag that a page may have, with the attributes that it may have. */
const tag =
  /^<(?:!doctype html|\/?(?:html|head|body|title|style|section|h1|h2|p|div|span|figure|figcaption|code|b|ul|li|pre|a|meta))(?: (?:lang|class|id|href|rel|charset|name|content|http-equiv)="[^"<>]*")*>$/u

/** What a browser would take for a tag, or for the beginning of one. */
const tagsIn = (text: string) => text.match(/<[^>]*>?/gu) ?? []

/** The figures of a message; only an outcome has a thread, and the start of a watch is no more than a card. */
function formsOf(name: string): string[] {
  if (name === 'STARTED') return ['slack']
  return name === 'OVERDUE' ? ['slack', 'mail', 'q'] : ['slack', 'thread', 'mail', 'q']
}

describe('the page', () => {
  test('has every message, in Slack, as mail and for Amazon Q', () => {
    for (const name of messageNames) {
      const id = name.toLowerCase().replaceAll('_', '-')
      expect(page).toContain(`<section id="${id}">`)
      const forms = [...page.matchAll(new RegExp(`<figure id="${id}-(slack|thread|mail|q)">`, 'gu'))]
      expect([name, forms.map(([, form]) => form)]).toEqual([name, formsOf(name)])
    }
  })

  test('says that its data is synthetic', () => {
    expect(page).toContain('Everything here is synthetic')
  })

  test('runs nothing and loads nothing', () => {
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;')
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\bon\w+=|\bsrc=|url\(|@import/iu)
    const addresses = [...page.matchAll(/href="([^"]*)"/gu)].map(([, address = '']) => address)
    expect(new Set(addresses)).toEqual(
      new Set([
        'https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#NetworkFirewalls:',
      ]),
    )
  })

  test('draws every block of every message, and shows none as it is written', () => {
    expect(page).not.toContain('<pre>')
  })

  test('has only tags of its own, whatever the documents hold', () => {
    fc.assert(
      fc.property(hostileReport, document => {
        const hostile = previewPage([document])
        expect(tagsIn(hostile).filter(found => !tag.test(found))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('text in a page', () => {
  test('is escaped, in elements and in attributes', () => {
    const text = `<b class="x">&'`

    expect(html`<p title="${text}">${text}</p>`.html).toBe(
      '<p title="&lt;b class=&quot;x&quot;&gt;&amp;&#39;">&lt;b class=&quot;x&quot;&gt;&amp;&#39;</p>',
    )
  })

  test('of a chat is shown as the chat shows it: code, bold, links, and each entity undone once', () => {
    expect(markdown('*Firewall* `a *b* &lt;c&gt;` and &amp;amp;')).toBe(
      '<b>Firewall</b> <code>a *b* &lt;c&gt;</code> and &amp;amp;',
    )
    expect(markdown('<https://example.com/?a=1&amp;b=2|the console>')).toBe(
      '<a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">the console</a>',
    )
  })

  test('of a chat makes a link of nothing but an https address', () => {
    expect(markdown('<javascript:alert(1)|x> <http://x|y> <!channel>')).not.toContain('<a')
  })
})
