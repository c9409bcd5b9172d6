/**
 * Mutants that no test can tell from the shipped definition, each with the reason. The run fails when one of them is killed,
 * or is no mutant any more: then its line goes.
 */
export const equivalents: Readonly<Record<string, string>> = {}
