/** The command was called in a way that cannot work. The message is one line with the mend in it; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
