import { type Finding, finding } from './finding.ts'
import { isForeign } from './foreignMark.ts'
import { isOwnAddress } from './ownLinks.ts'
import { firstUnseen } from './unseenCharacters.ts'

/** The only tags and attributes that our page has: nothing that runs, loads or sends anything. */
const ownTag =
  /^<\/?(?:html|head|meta|title|style|body|h1|h2|p|section|div|figure|figcaption|span|code|pre|b|a|ul|li)(?: (?:class|id|lang|charset|http-equiv|content|name|href|rel)="[^"<>]*")*>$/
const ownEntity = /&(?:amp|lt|gt|quot|#39);/g

/** Foreign text that became a part of a page: a tag, an attribute, a link, an entity of its own. */
export function pageFindings(page: string): Finding[] {
  const content = page.replace(/<style>[^<]*<\/style>/, '').replace('<!doctype html>', '')
  const tags = [...content.matchAll(/<[^>]*>?/g)].map(([tag]) => tag)
  const text = content.replaceAll(/<[^>]*>/g, '\n')
  const unseen = firstUnseen(page)
  return [
    ...tags
      .filter(tag => !ownTag.test(tag) || isForeign(tag))
      .map(tag => finding('foreign tag', 'page', tag)),
    ...tags.filter(isForeignLink).map(tag => finding('foreign link', 'page', tag)),
    ...(/[<>]|&/.test(text.replaceAll(ownEntity, '')) ? [finding('not escaped', 'page', text)] : []),
    ...(unseen === null ? [] : [finding(`unseen character ${unseen}`, 'page', page)]),
  ]
}

function isForeignLink(tag: string): boolean {
  const address = /href="([^"]*)"/.exec(tag)?.[1]
  return address !== undefined && !isOwnAddress(address.replaceAll('&amp;', '&'))
}

/** What a terminal would take for more than text: anything but our own colours. */
export function terminalFindings(text: string): Finding[] {
  // oxlint-disable-next-line no-control-regex -- the escape that begins a colour
  const plain = text.replaceAll(/\u001b\[\d{1,3}(?:;\d{1,3})*m/g, '')
  const unseen = firstUnseen(plain)
  return unseen === null ? [] : [finding(`unseen character ${unseen}`, 'terminal', plain)]
}
