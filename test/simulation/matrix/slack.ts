import { connectionRows } from './slack/connections.ts'
import { crowdRows } from './slack/crowd.ts'
import { refusalRows } from './slack/refusals.ts'
import { secretRows } from './slack/secrets.ts'
import type { Row } from './support/row.ts'

export const slackRows: readonly Row[] = [...refusalRows, ...connectionRows, ...crowdRows, ...secretRows]
