/**
 * Mutants that no test can tell from the shipped definition, each with the reason. The run fails when one of them is killed,
 * or is no mutant any more: then its line goes.
 */
export const equivalents: Readonly<Record<string, string>> = {
  "WhatDidThePollSay.Choices 2 and 3 in each other's place":
    'the poll function names an outcome only when it says CONCLUDE, so the two rules never both match',
}
