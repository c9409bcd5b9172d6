/** Synthetic names and requests that the service takes. */
export const firewallArn = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge'
export const associationArn =
  'arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/edge-a'

/** With every kind of filter. */
export const startRequest = {
  FirewallArn: firewallArn,
  MinimumFlowAgeInSeconds: 60,
  FlowFilters: [
    {
      SourceAddress: { AddressDefinition: '10.1.0.0/16' },
      DestinationAddress: { AddressDefinition: '2001:db8::/32' },
      SourcePort: '1990:1994',
      DestinationPort: '443',
      Protocols: ['6', 'UDP'],
    },
    { SourceAddress: { AddressDefinition: '198.51.100.7' } },
  ],
}
