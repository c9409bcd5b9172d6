/** The error with which a promise fails; throws when it does not fail, or fails otherwise. */
export async function rejectionOf<Failure extends Error>(
  type: new (...args: never[]) => Failure,
  promise: Promise<unknown>,
): Promise<Failure> {
  const [result] = await Promise.allSettled([promise])
  if (result.status === 'fulfilled') throw new Error('the call was expected to fail')
  if (result.reason instanceof type) return result.reason
  throw new Error(`expected ${type.name}, but it is: ${String(result.reason)}`, { cause: result.reason })
}
