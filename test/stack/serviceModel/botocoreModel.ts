import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { projectRoot } from '../../packaging/packageStack.ts'

/** A pointer to a shape by its name. */
type ShapeRef = { readonly shape: string }

/** One shape of a botocore service model, as far as the checks read it. Bounds are of length for texts and lists. */
export type Shape = {
  readonly type: string
  readonly members?: Readonly<Record<string, ShapeRef>>
  readonly required?: readonly string[]
  readonly member?: ShapeRef
  readonly key?: ShapeRef
  readonly value?: ShapeRef
  readonly enum?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  /** Of an error: the server's own failure, which travels as HTTP 500. */
  readonly fault?: boolean
}

export type ModelOperation = {
  readonly input: ShapeRef
  readonly output: ShapeRef
  readonly errors: readonly ShapeRef[]
}

/** A botocore `service-2` model. */
export type ServiceModel = {
  readonly metadata: { readonly targetPrefix: string; readonly jsonVersion: string }
  readonly operations: Readonly<Record<string, ModelOperation>>
  readonly shapes: Readonly<Record<string, Shape>>
}

/** The model of Network Firewall that the checks follow. */
export function networkFirewallServiceModel(): ServiceModel {
  return botocoreModel('network-firewall')
}

/** A service's model, by botocore's name of the service: who wrote it is neither this project nor its SDK. */
export function botocoreModel(service: string): ServiceModel {
  const place = `.venv/moto/lib/python3*/site-packages/botocore/data/${service}/*/service-2.json*`
  const file = globSync(place, { cwd: projectRoot }).sort().at(-1)
  if (!file) throw new Error(`botocore's model is missing: ${place}`)
  const content = readFileSync(path.join(projectRoot, file))
  const text = file.endsWith('.gz') ? gunzipSync(content) : content
  return JSON.parse(text.toString('utf8')) as ServiceModel
}

export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name]
  if (!shape) throw new Error(`the service model has no shape ${name}`)
  return shape
}

export function operationOf(model: ServiceModel, name: string): ModelOperation {
  const operation = model.operations[name]
  if (!operation) throw new Error(`the service model has no operation ${name}`)
  return operation
}
