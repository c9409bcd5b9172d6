/**
 * fast-check for runs with a mutant in the code: the same seed each time, so that a score can be repeated; no search
 * for a smaller counterexample; and no more examples after two seconds.
 */
import fc from '../../node_modules/fast-check/lib/fast-check.js'

fc.configureGlobal({ seed: 1, endOnFailure: true, interruptAfterTimeLimit: 2000 })

export * from '../../node_modules/fast-check/lib/fast-check.js'
export default fc
