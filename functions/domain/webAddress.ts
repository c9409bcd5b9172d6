/**
 * The address if it is one of the web without a user in it, which an @ would set off, else null. The URL parser mends
 * backslashes, tabs and line breaks; an address that needs mending was not given out by any service.
 */
export function plainWebAddress(address: string): URL | null {
  if (/[^\x21-\x7e]|[\\@]/u.test(address)) return null
  const url = URL.parse(address)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : null
}
