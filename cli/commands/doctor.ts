import { demandAwsAccess } from '../../local/awsAccess.ts'
import { regionAsked } from '../../operator/aws/region.ts'
import { checks } from '../../operator/doctor/checks/index.ts'
import { examine } from '../../operator/doctor/examination.ts'
import { deployedPatient } from '../../operator/doctor/patient.ts'
import { doctorJson, doctorText, type Report } from '../doctorText.ts'
import { stackNameGiven } from '../stackName.ts'
import { startWaitingLine } from '../waitingLine.ts'

/** Asks a deployed stack what would keep it from working. Returns the exit code: 0 only if all is well. */
export async function doctor(options: { stack: string; json?: true }): Promise<number> {
  const stackName = stackNameGiven(options.stack)
  await demandAwsAccess(null)
  const report = await reportOn(stackName)
  process.stdout.write(options.json ? doctorJson(report) : doctorText(report))
  return report.checks.every(({ status }) => status === 'OK') ? 0 : 1
}

async function reportOn(stack: string): Promise<Report> {
  const waiting = startWaitingLine(process.stderr)
  try {
    const results = examine(deployedPatient(stack), checks, open => {
      const [first] = open
      const count = checks.length - open.length
      waiting.show(() => (first ? `${count} of ${checks.length} answered, waiting for: ${first}` : ''))
    })
    return { stack, region: await regionAsked(), checks: await results }
  } finally {
    waiting.stop()
  }
}
