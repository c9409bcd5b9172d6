import { badAnswerRows } from './polling/badAnswers.ts'
import { errorRows } from './polling/errors.ts'
import { lambdaRows } from './polling/lambda.ts'
import { scheduleRows } from './polling/schedule.ts'
import { surroundingRows } from './polling/surroundings.ts'
import { throttlingRows } from './polling/throttling.ts'
import type { Row } from './support/row.ts'

export const pollingRows: readonly Row[] = [
  ...throttlingRows,
  ...badAnswerRows,
  ...errorRows,
  ...scheduleRows,
  ...lambdaRows,
  ...surroundingRows,
]
