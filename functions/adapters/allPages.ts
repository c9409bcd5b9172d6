import { ServiceError } from '../domain/serviceError.ts'

/** Far more than any list that is read to its end: a longer one is a defect of the service. */
const maxPages = 100

type Page<Item> = { readonly items: readonly Item[] | undefined; readonly next: string | undefined }

/**
 * Every item of a list that comes in pages; `read` is given the token of the next page, for the first one none.
 * A list that was cut must never look whole: throws ServiceError `EndlessList` for one with more than {@link maxPages} pages,
 * or with a page that names itself as the next.
 */
export async function allPages<Item>(
  read: (next: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  let next: string | undefined
  for (let count = 1; count <= maxPages; count += 1) {
    const page = await read(next)
    items.push(...(page.items ?? []))
    if (!page.next) return items
    if (page.next === next) throw endless(`page ${count} of the service's list names itself as the next one`)
    next = page.next
  }
  throw endless(`the service lists more than ${maxPages} pages`)
}

function endless(message: string): ServiceError {
  return new ServiceError({ name: 'EndlessList', message })
}
