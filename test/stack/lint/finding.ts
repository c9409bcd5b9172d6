/** What a linter says of one template. */
export interface Finding {
  /** The name of the template's file without its folder and ending. */
  readonly template: string
  /** The rule's id in the linter. */
  readonly id: string
  /** The resource, or the place in the template. */
  readonly where: string
  readonly message: string
}
