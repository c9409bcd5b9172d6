import type { Template } from '../../packaging/packageStack.ts'
import { type Place, resourceKinds } from './resourceKinds.ts'

type Resource = {
  readonly Type: string
  readonly Condition?: string
  readonly Properties?: Readonly<Record<string, unknown>>
}
type DeployableTemplate = {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>
  readonly Conditions?: Readonly<Record<string, unknown>>
}

const noValue = Symbol('AWS::NoValue')

/** A template as CloudFormation would deploy it with these parameters: its conditions decided, its references resolved. */
export class DeployedStack {
  readonly place: Place
  readonly #template: DeployableTemplate
  readonly #parameters: Readonly<Record<string, string>>

  constructor(template: Template, place: Place, parameters: Readonly<Record<string, string>> = {}) {
    this.place = place
    this.#template = template as unknown as DeployableTemplate
    this.#parameters = parameters
  }

  /** The logical ids of all resources that exist, or of those of one type. */
  ids(type?: string): readonly string[] {
    return Object.entries(this.#template.Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .filter(([, { Condition }]) => Condition === undefined || this.#isTrue({ Condition }))
      .map(([id]) => id)
  }

  typeOf(id: string): string {
    return this.#resource(id).Type
  }

  /** One property of a resource with everything in it resolved; undefined when it is absent. */
  property(id: string, name: string): unknown {
    return this.resolve(this.#resource(id).Properties?.[name])
  }

  arnOf(id: string): string {
    return this.#kind(id).arn(this.place, this.#nameOf(id))
  }

  parameter(name: string): string {
    const declared = this.#template.Parameters?.[name]
    if (!declared) throw new Error(`the template has no parameter or resource ${name}`)
    return this.#parameters[name] ?? String(declared.Default ?? '')
  }

  /** Resolves references and functions at any depth. Throws an Error for a function it does not know. */
  resolve(node: unknown): unknown {
    const resolved = this.#resolved(node)
    return resolved === noValue ? undefined : resolved
  }

  #resolved(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(item => this.#resolved(item)).filter(item => item !== noValue)
    if (typeof node !== 'object' || node === null) return node
    const [[name = '', argument] = []] = Object.entries(node)
    if (name === 'Ref') return this.#ref(String(argument))
    if (name.startsWith('Fn::')) return this.#call(name, argument)
    const members = Object.entries(node).map(([key, member]) => [key, this.#resolved(member)] as const)
    return Object.fromEntries(members.filter(([, member]) => member !== noValue))
  }

  #ref(name: string): unknown {
    const { partition, region, accountId, stackName } = this.place
    switch (name) {
      case 'AWS::NoValue':
        return noValue
      case 'AWS::Partition':
        return partition
      case 'AWS::Region':
        return region
      case 'AWS::AccountId':
        return accountId
      case 'AWS::StackName':
        return stackName
      case 'AWS::StackId':
        return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/0f3c9a52`
      case 'AWS::URLSuffix':
        return 'amazonaws.com'
      default:
        return Object.hasOwn(this.#template.Resources, name) ? this.#refOf(name) : this.parameter(name)
    }
  }

  #call(name: string, argument: unknown): unknown {
    const list = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument]
    switch (name) {
      case 'Fn::GetAtt':
        return this.#attribute(String(list[0]), String(list[1]))
      case 'Fn::If':
        return this.#resolved(this.#isTrue({ Condition: list[0] }) ? list[1] : list[2])
      case 'Fn::Sub':
        return this.#substituted(String(list[0]), (list[1] ?? {}) as Readonly<Record<string, unknown>>)
      case 'Fn::Select':
        return (this.#resolved(list[1]) as readonly unknown[])[Number(list[0])]
      case 'Fn::Split':
        return String(this.#resolved(list[1])).split(String(list[0]))
      case 'Fn::Join':
        return (this.#resolved(list[1]) as readonly unknown[]).join(String(list[0]))
      default:
        throw new Error(`${name} is not known here`)
    }
  }

  #substituted(text: string, values: Readonly<Record<string, unknown>>): string {
    return text.replaceAll(/\$\{([\w:.]+)\}/g, (_match, name: string) => {
      if (Object.hasOwn(values, name)) return String(this.#resolved(values[name]))
      const [id = '', attribute] = name.split('.')
      return String(attribute === undefined ? this.#ref(id) : this.#attribute(id, attribute))
    })
  }

  #attribute(id: string, attribute: string): string {
    if (attribute !== 'Arn') throw new Error(`the attribute ${id}.${attribute} is not known here`)
    return this.arnOf(id)
  }

  #refOf(id: string): string {
    const name = this.#nameOf(id)
    return this.#kind(id).ref?.(this.place, name) ?? name
  }

  #nameOf(id: string): string {
    const { nameProperty } = this.#kind(id)
    const given = nameProperty === undefined ? undefined : this.#resource(id).Properties?.[nameProperty]
    return given === undefined ? `${this.place.stackName}-${id}` : String(this.#resolved(given))
  }

  #kind(id: string) {
    const kind = resourceKinds[this.typeOf(id)]
    if (!kind) throw new Error(`a reference to ${id} of type ${this.typeOf(id)} is not known here`)
    return kind
  }

  #resource(id: string): Resource {
    const resource = this.#template.Resources[id]
    if (!resource) throw new Error(`the template has no resource ${id}`)
    return resource
  }

  #isTrue(condition: unknown): boolean {
    const [[name = '', argument] = []] = Object.entries(condition as object)
    const list = Array.isArray(argument) ? (argument as readonly unknown[]) : []
    switch (name) {
      case 'Condition':
        return this.#isTrue(this.#template.Conditions?.[String(argument)] ?? {})
      case 'Fn::Equals':
        return this.#resolved(list[0]) === this.#resolved(list[1])
      case 'Fn::Not':
        return !this.#isTrue(list[0])
      case 'Fn::And':
        return list.every(each => this.#isTrue(each))
      case 'Fn::Or':
        return list.some(each => this.#isTrue(each))
      default:
        throw new Error(`the condition ${JSON.stringify(condition)} is not known here`)
    }
  }
}
