import { z } from 'zod'

/** Shape of Publish; attributes by name, as the form on the wire is read. */
export const publishRequest = z.object({
  TopicArn: z.string().regex(/^arn:aws[^:]*:sns:[^:]+:\d{12}:.+$/),
  Message: z.string().min(1),
  Subject: z.string().optional(),
  MessageStructure: z.literal('json').optional(),
  MessageAttributes: z
    .record(z.string(), z.object({ DataType: z.string(), StringValue: z.string().default('') }))
    .default({}),
})

export type PublishRequest = z.output<typeof publishRequest>
