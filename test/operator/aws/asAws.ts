/** Lets clients find a model as they find AWS, by the standard variables of this process. */
export function asAws() {
  let original: NodeJS.ProcessEnv = {}
  return {
    use(variables: Readonly<Record<string, string>>) {
      original = { ...process.env }
      Object.assign(process.env, variables)
    },
    restore() {
      for (const name of Object.keys(process.env)) if (!(name in original)) delete process.env[name]
      Object.assign(process.env, original)
    },
  }
}
