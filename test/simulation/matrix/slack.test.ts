import { slackRows } from './slack.ts'
import { testRows } from './support/testRows.ts'

testRows('Slack', slackRows)
