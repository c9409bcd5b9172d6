/** Makes something when it is first asked for, and once; after a failure the next who asks begins again. */
export function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined
  const forget = (error: unknown) => {
    made = undefined
    throw error
  }
  return () => (made ??= make().catch(forget))
}
