import { ServiceError } from '../wire/serviceError.ts'

/** One page of a list, and the token of the next one unless this is the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly NextToken: string | undefined }

/**
 * Cuts one page out of a list.
 *
 * @param listKey what is listed; a token of one list is refused by every other
 * @param itemAt the list, by position from 0
 */
export function pageOf<Item>(
  list: { readonly listKey: string; readonly length: number; itemAt(index: number): Item },
  request: { readonly MaxResults: number; readonly NextToken?: string | undefined },
): Page<Item> {
  const start = request.NextToken === undefined ? 0 : startOfToken(request.NextToken, list.listKey)
  const end = Math.min(start + request.MaxResults, list.length)
  const items = Array.from({ length: Math.max(end - start, 0) }, (_, offset) => list.itemAt(start + offset))
  return { items, NextToken: end < list.length ? tokenOf(list.listKey, end) : undefined }
}

/** Base64 keeps to the token's pattern `[0-9A-Za-z:/+=]+`. */
function tokenOf(listKey: string, start: number): string {
  return Buffer.from(JSON.stringify([listKey, start])).toString('base64')
}

function startOfToken(token: string, listKey: string): number {
  const start = Number(/,(\d+)\]$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1])
  if (token === tokenOf(listKey, start)) return start
  throw new ServiceError('InvalidRequestException', 'synthetic text: the NextToken is not of this list')
}
