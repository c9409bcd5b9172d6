import { isForeign } from './foreignMark.ts'

/** Where our own links may lead: the AWS consoles of the partitions, and AWS's documentation. */
const ownHosts = [
  /^(?:[a-z0-9-]+\.)?console\.aws\.amazon\.com$/,
  /^(?:[a-z0-9-]+\.)?console\.amazonaws\.cn$/,
  /^(?:[a-z0-9-]+\.)?console\.amazonaws-us-gov\.com$/,
  /^docs\.aws\.amazon\.com$/,
]

/** True for an https address at one of those hosts, of nothing but the characters of a URL. */
export function isOwnAddress(address: string): boolean {
  const url = /^[\w:/?#[\]@!$&'()*+,;=.~%-]+$/.test(address) ? URL.parse(address) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '')
    return false
  return ownHosts.some(host => host.test(url.hostname))
}

/** True for the control sequences that are ours: a link to AWS with a label of our own, or a date. */
export function isOwnControl(sequence: string): boolean {
  const inside = sequence.slice(1, -1)
  if (isForeign(inside.replace(/^[^|]*/, ''))) return false
  if (/^!date\^\d{1,12}\^[\w {},.:-]+\|[\w ,.:-]+$/.test(inside)) return true
  const [address = '', ...label] = inside.split('|')
  return label.length <= 1 && isOwnAddress(address.replaceAll('&amp;', '&'))
}
