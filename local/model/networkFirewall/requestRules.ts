import { z } from 'zod'

/** A text member; its length counts characters, not UTF-16 units, as the service model has it. */
export function text({ min, max, pattern }: { min: number; max: number; pattern: RegExp }): z.ZodString {
  return z
    .string()
    .regex(pattern)
    .refine(value => isWithin(Array.from(value).length, min, max), `length must be from ${min} to ${max}`)
}

function isWithin(length: number, min: number, max: number): boolean {
  return length >= min && length <= max
}

type ZoneSelectors = {
  readonly AvailabilityZone?: string | undefined
  readonly AvailabilityZoneId?: string | undefined
}

/** Documented, though no constraint of the service model: a zone is given by its name or its id, not by both. */
export const oneZone = [
  (request: ZoneSelectors) =>
    request.AvailabilityZone === undefined || request.AvailabilityZoneId === undefined,
  'specify either AvailabilityZone or AvailabilityZoneId, not both',
] as const
