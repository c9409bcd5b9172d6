import type { Adaptation } from '../adaptation.ts'

/**
 * What moto 5.2.5 cannot make as the packaged template has it. Types that its CloudFormation does not know it skips without a
 * word, so only references to their attributes are in the way.
 */
export const motoAdaptations: readonly Adaptation[] = [
  {
    resourceType: 'AWS::CloudWatch::Dashboard',
    reason:
      'its body holds the ARNs of the alarms, and its CloudFormation makes no alarms: the body is empty',
    inItsPlace: ({ Type, Properties }) => ({
      Type,
      Properties: { ...(Properties as object), DashboardBody: '{"widgets":[]}' },
    }),
  },
]
