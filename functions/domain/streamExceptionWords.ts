/**
 * What becomes of connections that a flush cuts: their packets count as midstream, and the policy's stream exception policy
 * decides (StatefulEngineOptions API page; developer guide, flow-operations-flush). Our own words only: a policy that Flowbell
 * does not know is not repeated here.
 */
export function streamExceptionInWords(policy: string | null): string {
  return (
    wordsByPolicy.get(policy) ??
    'What the stream exception policy of the firewall policy does with them, Flowbell does not know.'
  )
}

const wordsByPolicy: ReadonlyMap<string | null, string> = new Map([
  [
    'DROP',
    'The stream exception policy is DROP: the firewall drops these packets without an answer, so such a connection hangs until its client gives up and connects anew.',
  ],
  [
    'REJECT',
    'The stream exception policy is REJECT: the firewall answers TCP packets with a reset, so clients can connect anew at once.',
  ],
  [
    'CONTINUE',
    'The stream exception policy is CONTINUE: the packets go on to the later rules, without what was known of the connection. Rules that need its beginning no longer match it.',
  ],
  [
    null,
    'The stream exception policy of the firewall policy could not be read: look it up. By default it is DROP, and such a connection hangs until its client connects anew.',
  ],
])
