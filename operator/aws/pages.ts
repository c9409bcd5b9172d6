/** Far more than any list that is read here; a list without an end is a defect of the service. */
const maxPages = 100

type Page<Item> = { readonly items: readonly Item[] | undefined; readonly next: string | undefined }

/** Every item of a list that comes in pages. */
export async function allPages<Item>(
  read: (next: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  let next: string | undefined
  for (let count = 0; count < maxPages; count += 1) {
    const page = await read(next)
    items.push(...(page.items ?? []))
    next = page.next
    if (!next) return items
  }
  throw new RangeError(`the service lists more than ${maxPages} pages`)
}
