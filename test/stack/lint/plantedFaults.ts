import type { Template } from '../../packaging/packageStack.ts'

export interface PlantedFault {
  readonly tool: 'checkov' | 'cfn-lint'
  /** The rule that must find it, and where. */
  readonly id: string
  readonly logicalId: string
  readonly plant: (properties: Record<string, unknown>) => void
}

/** Faults that each linter must find in a copy of the packaged template, by name. */
export const plantedFaults: Record<string, PlantedFault> = {
  // First in its policy, because checkov looks at the first statement only; test/packaging/rules/rights.ts looks at all.
  wildcardAction: {
    tool: 'checkov',
    id: 'CKV_AWS_63',
    logicalId: 'ParkNotificationRole',
    plant: properties => addStatement(properties, { Action: '*', Resource: '*' }),
  },
  unencryptedTopic: {
    tool: 'checkov',
    id: 'CKV_AWS_26',
    logicalId: 'OperationsTopic',
    plant: properties => delete properties['KmsMasterKeyId'],
  },
  unencryptedQueue: {
    tool: 'checkov',
    id: 'CKV_AWS_27',
    logicalId: 'SweepDeadLetterQueue',
    plant: properties => delete properties['KmsMasterKeyId'],
  },
  unencryptedLog: {
    tool: 'checkov',
    id: 'CKV_AWS_158',
    logicalId: 'AuditLogGroup',
    plant: properties => delete properties['KmsKeyId'],
  },
  keyThatNeverTurns: {
    tool: 'checkov',
    id: 'CKV_AWS_7',
    logicalId: 'EncryptionKey',
    plant: properties => Object.assign(properties, { EnableKeyRotation: false }),
  },
  openInvocation: {
    tool: 'checkov',
    id: 'CKV_AWS_364',
    logicalId: 'FlowOperationStartedPermission',
    plant: properties => {
      delete properties['SourceArn']
      delete properties['SourceAccount']
    },
  },
  unknownProperty: {
    tool: 'cfn-lint',
    id: 'E3002',
    logicalId: 'AuditLogGroup',
    plant: properties => Object.assign(properties, { RetentionDays: 30 }),
  },
  unknownReference: {
    tool: 'cfn-lint',
    id: 'E1010',
    logicalId: 'SweepSchedule',
    plant: properties => Object.assign(properties, { KmsKeyArn: { 'Fn::GetAtt': ['NoSuchKey', 'Arn'] } }),
  },
  misspeltAction: {
    tool: 'cfn-lint',
    id: 'W3037',
    logicalId: 'ParkNotificationRole',
    plant: properties =>
      addStatement(properties, {
        Action: 'sqs:SendMesage',
        Resource: 'arn:aws:sqs:*:*:q',
      }),
  },
  brokenDefinition: {
    tool: 'cfn-lint',
    id: 'E3601',
    logicalId: 'WatchStateMachine',
    plant: properties =>
      Object.assign(properties, {
        DefinitionString: '{"StartAt":"Once","States":{"Once":{"Type":"Pass"}}}',
        DefinitionSubstitutions: {},
      }),
  },
}

/** A copy of the template with these faults in it. */
export function withFaults(template: Template, faults: readonly PlantedFault[]): Template {
  const copy = structuredClone(template)
  for (const { logicalId, plant } of faults) {
    plant(copy.Resources[logicalId]?.Properties as Record<string, unknown>)
  }
  return copy
}

function addStatement(role: Record<string, unknown>, statement: object): void {
  const [policy] = role['Policies'] as { PolicyDocument: { Statement: object[] } }[]
  policy?.PolicyDocument.Statement.unshift({ Effect: 'Allow', ...statement })
}
