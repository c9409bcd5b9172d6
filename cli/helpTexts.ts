/** What `--help` says below the options of a command: what it reads, the form of its JSON, and its exit codes. */

export const settingsHelp = `
Settings are read from FLOWBELL_* variables (README.md lists them), AWS Region, credentials and endpoints from the
standard AWS variables.
Exit codes: 0 an outcome was reached and every channel has it; 1 the watch or a channel failed; 2 bad usage or a bad event.`

export const doctorHelp = `
Region, credentials and endpoints are those of the standard AWS variables; Flowbell's settings are read from the stack.
Nothing is sent or changed. A right that you lack is named, and the other checks go on. To ask everything takes:
  cloudformation:DescribeStacks, cloudformation:ListStackResources, lambda:GetFunctionConfiguration, lambda:GetPolicy,
  states:DescribeStateMachine, iam:SimulatePrincipalPolicy, logs:DescribeLogGroups, network-firewall:ListFirewalls,
  cloudtrail:DescribeTrails, cloudtrail:GetTrailStatus, cloudtrail:GetEventSelectors, events:DescribeRule,
  events:ListTargetsByRule, events:DescribeEventBus, scheduler:GetSchedule, cloudwatch:GetMetricStatistics,
  ssm:GetParameter, sns:GetTopicAttributes, sns:ListSubscriptionsByTopic, secretsmanager:DescribeSecret,
  secretsmanager:GetSecretValue, sqs:GetQueueAttributes, and kms:Decrypt on the stack's key and the secret's.
--json: {"stack","region","healthy","checks":[{"name","status":"OK|FAULT|UNKNOWN","found","fix"}]}; fix is null where all is well,
or where the fix of another check is the one.
Exit codes: 0 all is well; 1 something is not, or could not be asked; 2 bad usage, or no access to AWS.`

export const redriveHelp = `
Messages that no channel took are sent again by the shipped channels and retry rules, then removed, then recorded. A wait
that a channel asks for is kept, up to 120 s a message. Start events whose watch could not be started are given to the
shipped startWatch again. Every message is looked at once; what cannot be sent stays in its queue. That an operation is overdue
is not told after more than 12 hours: such a message is superseded, removed and recorded. A run ends after 15 minutes at the
latest.
Settings are those of the stack's functions. If FLOWBELL_DEAD_LETTER_QUEUE_URL is set, messages are read there and all
settings come from FLOWBELL_* variables; start events are then looked at only if --stack is given.
It takes your own rights: cloudformation:ListStackResources and lambda:GetFunctionConfiguration (to read the stack),
  sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility; for messages sns:Publish, secretsmanager:GetSecretValue,
  events:PutEvents, as far as these channels are used; for start events states:StartExecution,
  network-firewall:ListFlowOperations; for the records logs:CreateLogStream, logs:PutLogEvents; and kms:Decrypt and
  kms:GenerateDataKey on the keys of the stack, the topic and the secret.
--json: {"stack","region","dryRun","queues":[{"name":"notifications|start-events","url","sent","superseded","stayed","endedEarly"}],
  "sent":[{"queue","messageId","channel","target","flowOperationId","result":"DELIVERED|STARTED|ALREADY_WATCHED",
  "attempts","receipt","auditFailure"}],"superseded":[{"queue","messageId","channel","target","flowOperationId","reason",
  "auditFailure"}],"stayed":[{"queue","messageId","channel","target","flowOperationId","reason"}]};
  what is not known is null. endedEarly: why a queue was not looked at to its end. auditFailure: why there is no record.
Exit codes: 0 everything that waited was sent or is superseded, or nothing waited; 1 something stays (always so with
--dry-run), or has no audit record; 2 bad usage, a bad setting, or no access to AWS, what was done before being told.`

export const whyHelp = `
The id is that of the flow operation; of a start that was refused, the eventID of its CloudTrail event. What was sent, where,
when and how often, or why not, is read from the audit log: that of the stack, or of FLOWBELL_AUDIT_LOG_GROUP if it is set and
no --stack is given. Nothing is sent or changed.
--json: {"id","stack","region","logGroup","found","everyChannelTold","ending":{"outcome","severity","time","document"},
  "messages":[{"channel","target","notice","status":"DELIVERED|DEAD_LETTERED|SUPERSEDED","time","attempts","receipt","reason",
  "parked","earlier":[...]}],"rejections":[{"time","reason"}],"channelsWithoutRecord":[...],"repeated","unreadable"}
Exit codes: 0 every channel has the outcome; 1 some channel has it not, or nothing is recorded; 2 bad usage, a bad setting, or
no access to AWS.`

export const routesTestHelp = `
Sends nothing, and calls AWS only if the routes are in FLOWBELL_ROUTES_PARAMETER. Without --routes, the routes of the settings
are taken (FLOWBELL_ROUTES_PARAMETER, else FLOWBELL_ROUTES), and without those: everything goes to every channel. The channels
are those of the settings; if none is set, all.
--json: {"routing","flowOperationType","firewallArn","tags","channels","channelsAssumed","messages":[{"notice","outcome",
  "severity","targets":[{"channel","target","sent","why"}]}]}
Exit codes: 0 the routes are sound; 2 bad usage, a bad event, or routes that are not valid, with the place and the reason.`

export const scheduleHelp = `
--fit: the poll times that see the operations of an audit log end soonest, with about as many polls as the default schedule makes
  (a table has at most 150 polls and no gap above 900 s). Take records of watches that polled by the default schedule: when the
  poll before the one that saw the end was, is not recorded, and its step is taken for it.
The file: audit records as JSON lines, also with the time in front as CloudWatch Logs exports them, or the answer of
  aws logs filter-log-events --log-group-name <audit log group> --filter-pattern OPERATION_FINISHED
--json: {"pollTimesSeconds":[...]}; with --fit also {"pollTable","operations":{"ended","stillRunning","leftOut",
  "unreadableLines"},"fitted":{"meanPolls","meanLatenessSeconds"},"byDefault":{"meanPolls","meanLatenessSeconds"}}
Exit codes: 0 printed; 2 bad usage, an unreadable file, or fewer than 50 operations with a known start and end.`

export const previewHelp = `
No settings, no network: the messages are written by the code that is deployed.
text   for the terminal          slack  an array of Block Kit payloads: card, thread and webhook message of each
teams  an array of messages to a Teams flow, each with an Adaptive Card
mail   subject and text          q      an array of custom notifications for Amazon Q Developer
json   an array of the machine-readable documents (SQS, Lambda, EventBridge)
html   one page that shows all of it as on a phone: flowbell preview --format html > preview.html
Exit codes: 0 shown; 2 bad usage.`
