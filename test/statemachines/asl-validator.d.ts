/** The package brings no types. */
declare module 'asl-validator' {
  type Options = { readonly checkArn: boolean; readonly checkPaths: boolean }
  type Validation = { readonly isValid: boolean; readonly errors: readonly unknown[] }
  /** Writes into the definition that it is given. */
  export default function validate(definition: object, options: Options): Validation
}
