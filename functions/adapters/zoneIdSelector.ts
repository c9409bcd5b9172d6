import type { FlowOperationScope } from '../domain/watchRequest.ts'

/** The part of an AWS SDK command by which a request can be changed before it is signed. */
type ChangeableCommand = {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: BuildArguments) => Promise<never>,
      ) => (args: BuildArguments) => Promise<never>,
      options: { readonly step: 'build'; readonly priority: 'high'; readonly name: string },
    ): void
  }
}
type BuildArguments = { readonly request: { body: string | Uint8Array } }

/**
 * Adds the selector AvailabilityZoneId to a command. The service's model has it (network-firewall 2020-11-12 in botocore
 * 1.44), the AWS SDK for JavaScript not yet, which leaves out what it does not know: an operation that was started by a
 * zone's id could not be found again.
 */
export function withZoneId<Command extends object>(command: Command, scope: FlowOperationScope): Command {
  const { availabilityZoneId } = scope
  if (!availabilityZoneId) return command
  const { middlewareStack } = command as unknown as ChangeableCommand
  middlewareStack.add(
    next => args => {
      const { body: sent } = args.request
      const body = JSON.parse(typeof sent === 'string' ? sent : new TextDecoder().decode(sent)) as object
      args.request.body = JSON.stringify({ ...body, AvailabilityZoneId: availabilityZoneId })
      return next(args)
    },
    // Before the content's length is taken, which is in the same step.
    { step: 'build', priority: 'high', name: 'zoneIdSelector' },
  )
  return command
}
