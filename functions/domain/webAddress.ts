/**
 * The address if it is one of the web without a user in it, else null. The URL parser mends backslashes, tabs and line breaks;
 * an address that needs mending was not given out by any service.
 */
export function plainWebAddress(address: string): URL | null {
  if (/[^\x21-\x7e]|[\\@]/u.test(address)) return null
  const url = URL.parse(address)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  return url && isWeb && url.username === '' && url.password === '' ? url : null
}
