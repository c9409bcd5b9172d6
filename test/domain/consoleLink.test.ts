import { describe, expect, test } from '@jest/globals'
import { consoleUrlOf } from '../../functions/domain/consoleLink.ts'

const arn = (partition: string, region: string) =>
  `arn:${partition}:network-firewall:${region}:123456789012:firewall/edge`

describe('the way to the console', () => {
  test.each([
    ['aws', 'eu-west-1', 'eu-west-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ])('of the partition %s, in %s', (partition, region, host) => {
    expect(consoleUrlOf(arn(partition, region))).toBe(
      `https://${host}/vpcconsole/home?region=${region}#NetworkFirewalls:`,
    )
  })

  test.each([
    ['of a partition whose console is unknown', arn('aws-iso', 'us-iso-east-1')],
    ['of no partition', arn('', 'eu-west-1')],
    ['of no Region', arn('aws', '')],
    ['of a Region that is no label of a host', arn('aws', 'eu-west-1.evil.example/')],
    ['of text around a Region', arn('aws', '/eu-west-1')],
    ['of a Region of one part', arn('aws', 'europe')],
    ['of a Region of too many parts', arn('aws', 'eu-a-b-c-d')],
    ['of a Region with a part that is too long', arn('aws', `eu-${'a'.repeat(17)}`)],
    ['of what is no ARN', 'edge'],
    ['of nothing', null],
  ])('is not made up: %s', (_, firewallArn) => {
    expect(consoleUrlOf(firewallArn)).toBeNull()
  })
})
