/** Does the work for every item, at most `width` at a time; the results come in the items' order. */
export async function inTurns<Item, Result>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const open = items.entries()
  const worker = async () => {
    for (const [index, item] of open) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}
