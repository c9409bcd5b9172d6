/**
 * One cold start, in a process that is only that: imports a handler as Lambda does, calls it once, and prints the times as JSON.
 * Arguments: the module's file, the event as JSON, and `runtime` to load first what Lambda's own runtime client has loaded.
 */
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'

const [, , file, event, mode] = process.argv
// RAPIDClient.js of aws/aws-lambda-nodejs-runtime-interface-client asks for http before any handler is loaded.
if (mode === 'runtime') process.getBuiltinModule('node:http')
const url = pathToFileURL(file).href
const payload = JSON.parse(event)
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = () => true

const processorAtStart = process.threadCpuUsage()
const start = performance.now()
const { handler } = await import(url)
const imported = performance.now()
const processor = process.threadCpuUsage(processorAtStart)
const answer = await handler(payload, { awsRequestId: 'cold', functionName: 'cold' })
const answered = performance.now()

write(
  JSON.stringify({
    importMilliseconds: imported - start,
    importProcessorMilliseconds: (processor.user + processor.system) / 1000,
    answerMilliseconds: answered - start,
    answer,
  }),
)
process.exit()
