import { type Finding, finding } from './finding.ts'

/** Commands of the AWS CLI that stand in a text to be copied, each up to the end of its line or of its code span. */
const commands = /\baws network-firewall [a-z][^\n`]*/g

/**
 * What a copied command may consist of: words, options with plain values, and arguments in double quotes, with nothing in or
 * outside of them that a shell looks at. Written from what POSIX shells and PowerShell treat as special.
 */
const plainWord = /^[A-Za-z0-9][A-Za-z0-9:/._-]*$/
const optionName = /^--[a-z][a-z-]*$/
const quotedArgument = /^"[A-Za-z0-9:/._={},-]+"$/

/** The options that our commands have; any other one came with foreign text. */
const ownOptions = new Set([
  '--region',
  '--firewall-arn',
  '--availability-zone',
  '--vpc-endpoint-id',
  '--vpc-endpoint-association-arn',
  '--flow-operation-id',
  '--flow-filters',
  '--flow-operation-type',
  '--minimum-flow-age-in-seconds',
])

/** Commands that do more, or other things, than they say. */
export function commandFindings(where: string, text: string): Finding[] {
  return [...text.matchAll(commands)]
    .map(([command]) => command)
    .filter(command => !isPlain(command))
    .map(command => finding('command with foreign parts', where, command))
}

function isPlain(command: string): boolean {
  const [, ...words] = command.trimEnd().split(' ')
  return words.every(word => {
    if (word.startsWith('--')) return optionName.test(word) && ownOptions.has(word)
    return plainWord.test(word) || quotedArgument.test(word)
  })
}
