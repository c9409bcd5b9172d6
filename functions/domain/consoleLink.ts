const consoleHostByPartition: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
])

/** The form of a Region, short enough for the label of a host. */
const regionPattern = /^[a-z]{2,4}(?:-[a-z0-9]{1,16}){1,3}$/u

/** The list of firewalls in the AWS console of the ARN's partition and Region; null where the partition's console is unknown. */
export function consoleUrlOf(firewallArn: string | null): string | null {
  const [, partition = '', , region = ''] = firewallArn?.split(':') ?? []
  const host = consoleHostByPartition.get(partition)
  if (!host || !regionPattern.test(region)) return null
  return `https://${region}.${host}/vpcconsole/home?region=${region}#NetworkFirewalls:`
}
