import {
  type AdvancedFieldSelector,
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail'
import type { BasicSelector, Cloud, FieldSelector } from '../ports.ts'
import { ask } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Trails. */
export function trailQuestions(): Pick<Cloud, 'trails' | 'isTrailLogging' | 'trailSelectors'> {
  const client = new CloudTrailClient(clientSettings)
  return {
    async trails() {
      // Shadow trails are those of other Regions and of the organisation that record this one as well.
      const command = new DescribeTrailsCommand({ includeShadowTrails: true })
      const { trailList = [] } = await ask('cloudtrail:DescribeTrails', options =>
        client.send(command, options),
      )
      return trailList.map(trail => ({
        arn: trail.TrailARN ?? '',
        name: trail.Name ?? '',
        isOrganizationTrail: trail.IsOrganizationTrail === true,
        hasCustomSelectors: trail.HasCustomEventSelectors ?? null,
      }))
    },
    async isTrailLogging(Name) {
      const command = new GetTrailStatusCommand({ Name })
      const status = await ask('cloudtrail:GetTrailStatus', options => client.send(command, options))
      return status.IsLogging === true
    },
    async trailSelectors(TrailName) {
      const command = new GetEventSelectorsCommand({ TrailName })
      const answer = await ask('cloudtrail:GetEventSelectors', options => client.send(command, options))
      const { EventSelectors = [], AdvancedEventSelectors = [] } = answer
      return {
        basic: EventSelectors.map(basicSelectorOf),
        advanced: AdvancedEventSelectors.map(({ FieldSelectors = [] }) =>
          FieldSelectors.map(fieldSelectorOf),
        ),
      }
    },
  }
}

/** CloudTrail's own defaults (EventSelector API page). */
function basicSelectorOf(selector: EventSelector): BasicSelector {
  return {
    readWriteType: selector.ReadWriteType ?? 'All',
    includesManagementEvents: selector.IncludeManagementEvents ?? true,
    excludedSources: selector.ExcludeManagementEventSources ?? [],
  }
}

function fieldSelectorOf(selector: AdvancedFieldSelector): FieldSelector {
  return {
    field: selector.Field ?? '',
    equals: selector.Equals ?? [],
    startsWith: selector.StartsWith ?? [],
    endsWith: selector.EndsWith ?? [],
    notEquals: selector.NotEquals ?? [],
    notStartsWith: selector.NotStartsWith ?? [],
    notEndsWith: selector.NotEndsWith ?? [],
  }
}
