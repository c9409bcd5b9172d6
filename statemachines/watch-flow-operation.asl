{
  "Comment": "Watches one AWS Network Firewall flow operation to its end, records the outcome, then tells every channel. Every path meets in ComposeOutcome.",
  "StartAt": "IsThereAnOperation",
  "TimeoutSeconds": 259200,
  "States": {
    "IsThereAnOperation": {
      "Comment": "A refused start has no operation to poll, nor has a start whose operation could not be found out: both are told at once.",
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.watch.kind", "StringEquals": "REFUSED_START", "Next": "LeaveContextUnknown" },
        { "Variable": "$.watch.kind", "StringEquals": "UNIDENTIFIED_START", "Next": "LeaveContextUnknown" }
      ],
      "Default": "ComposeAnnouncement"
    },

    "ComposeAnnouncement": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ComposeNoticeFunctionArn}",
        "Payload": {
          "notice": "STARTED",
          "watch.$": "$.watch",
          "progress.$": "$.poll.progress",
          "results.$": "$.collection.results",
          "failure.$": "$.failure",
          "announcements.$": "$.announcements",
          "overdueNotice.$": "$.overdue"
        }
      },
      "ResultSelector": { "document.$": "$.Payload.document", "deliveries.$": "$.Payload.deliveries" },
      "ResultPath": "$.notice",
      "TimeoutSeconds": 15,
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "PollOperation" }],
      "Next": "AnnounceWatch"
    },

    "AnnounceWatch": {
      "Comment": "Best effort, one try: a card that could not be posted or edited now is shown with the outcome.",
      "Type": "Map",
      "ItemsPath": "$.notice.deliveries",
      "ItemSelector": {
        "attempt": { "delivery.$": "$$.Map.Item.Value" },
        "document.$": "$.notice.document"
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "StartAt": "PostAnnouncement",
        "States": {
          "PostAnnouncement": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {
              "FunctionName": "${DeliverNotificationFunctionArn}",
              "Payload": { "delivery.$": "$.attempt.delivery", "document.$": "$.document", "auditRecorded": true }
            },
            "ResultSelector": { "delivery.$": "$.Payload" },
            "ResultPath": "$.attempt",
            "TimeoutSeconds": 70,
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "KeepAnnouncement" }],
            "Next": "KeepAnnouncement"
          },
          "KeepAnnouncement": { "Type": "Pass", "InputPath": "$.attempt.delivery", "End": true }
        }
      },
      "ResultPath": "$.announcements",
      "Next": "PollOperation"
    },

    "PollOperation": {
      "Comment": "One DescribeFlowOperation. The function decides what follows; a call without an answer is thrown and repeated here: the only place that retries a poll.",
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${PollOperationFunctionArn}",
        "Payload": {
          "watch.$": "$.watch",
          "progress.$": "$.poll.progress",
          "overdueNotice.$": "$.overdue",
          "announcements.$": "$.announcements"
        }
      },
      "ResultSelector": { "progress.$": "$.Payload" },
      "ResultPath": "$.poll",
      "TimeoutSeconds": 20,
      "Retry": [
        {
          "ErrorEquals": ["ThrottlingException", "TransientServiceError"],
          "IntervalSeconds": 5,
          "BackoffRate": 2,
          "MaxDelaySeconds": 20,
          "JitterStrategy": "FULL",
          "MaxAttempts": 6000
        },
        {
          "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "Lambda.ClientExecutionTimeoutException",
            "InvalidSettingError"
          ],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 120
        },
        { "ErrorEquals": ["InvalidInputError"], "MaxAttempts": 0 },
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 20
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "WatchFailed" }],
      "Next": "WhatDidThePollSay"
    },

    "WhatDidThePollSay": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.poll.progress.next", "StringEquals": "WAIT", "Next": "WaitForNextPoll" },
        { "Variable": "$.poll.progress.next", "StringEquals": "REFRESH_CARD", "Next": "WaitThenShowProgress" },
        { "Variable": "$.poll.progress.next", "StringEquals": "NOTIFY_OVERDUE", "Next": "ComposeOverdueNotice" },
        { "Variable": "$.poll.progress.outcome", "StringEquals": "COMPLETED", "Next": "OperationCompleted" },
        {
          "Variable": "$.poll.progress.outcome",
          "StringEquals": "COMPLETED_WITH_ERRORS",
          "Next": "OperationCompletedWithErrors"
        },
        { "Variable": "$.poll.progress.outcome", "StringEquals": "FAILED", "Next": "OperationFailed" },
        { "Variable": "$.poll.progress.outcome", "StringEquals": "EXPIRED", "Next": "OperationExpired" },
        { "Variable": "$.poll.progress.outcome", "StringEquals": "TIMED_OUT", "Next": "OperationTimedOut" },
        { "Variable": "$.poll.progress.outcome", "StringEquals": "UNKNOWN", "Next": "OperationStatusUnknown" }
      ],
      "Default": "WatchFailed"
    },

    "WaitThenShowProgress": {
      "Comment": "The next poll comes after the cards are shown anew; they never keep a watch from polling for longer than one try takes.",
      "Type": "Wait",
      "SecondsPath": "$.poll.progress.waitSeconds",
      "Next": "ComposeAnnouncement"
    },

    "WaitForNextPoll": { "Type": "Wait", "SecondsPath": "$.poll.progress.waitSeconds", "Next": "PollOperation" },

    "ComposeOverdueNotice": {
      "Comment": "Told from inside the poll loop, one round at a time, so that a channel that asks to wait never keeps the watch from polling. If it cannot be composed, the next poll asks for it again.",
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ComposeNoticeFunctionArn}",
        "Payload": {
          "notice": "OVERDUE",
          "watch.$": "$.watch",
          "progress.$": "$.poll.progress",
          "results.$": "$.collection.results",
          "failure.$": "$.failure",
          "announcements.$": "$.announcements",
          "overdueNotice.$": "$.overdue"
        }
      },
      "ResultSelector": { "document.$": "$.Payload.document", "deliveries.$": "$.Payload.deliveries" },
      "ResultPath": "$.notice",
      "TimeoutSeconds": 15,
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "WaitForNextPoll" }],
      "Next": "SendOverdueNotice"
    },

    "SendOverdueNotice": {
      "Type": "Map",
      "ItemsPath": "$.notice.deliveries",
      "ItemSelector": {
        "attempt": { "delivery.$": "$$.Map.Item.Value" },
        "document.$": "$.notice.document",
        "crash": { "Error": "" },
        "notParked": { "status": "DEAD_LETTERED", "retryAt": null }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "StartAt": "IsOverdueNoticeDue",
        "States": {
          "IsOverdueNoticeDue": {
            "Type": "Choice",
            "Choices": [{ "Variable": "$.attempt.delivery.status", "StringEquals": "DUE", "Next": "DeliverOverdueNotice" }],
            "Default": "KeepOverdueDelivery"
          },
          "DeliverOverdueNotice": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {
              "FunctionName": "${DeliverNotificationFunctionArn}",
              "Payload": { "delivery.$": "$.attempt.delivery", "document.$": "$.document", "auditRecorded": true }
            },
            "ResultSelector": { "delivery.$": "$.Payload" },
            "ResultPath": "$.attempt",
            "TimeoutSeconds": 70,
            "Retry": [
              {
                "ErrorEquals": [
                  "Lambda.ServiceException",
                  "Lambda.AWSLambdaException",
                  "Lambda.SdkClientException",
                  "Lambda.TooManyRequestsException",
                  "Lambda.ClientExecutionTimeoutException",
                  "InvalidSettingError"
                ],
                "IntervalSeconds": 2,
                "BackoffRate": 2,
                "JitterStrategy": "FULL",
                "MaxAttempts": 4
              },
              { "ErrorEquals": ["InvalidInputError"], "MaxAttempts": 0 },
              {
                "ErrorEquals": ["States.ALL"],
                "IntervalSeconds": 2,
                "BackoffRate": 2,
                "JitterStrategy": "FULL",
                "MaxAttempts": 2
              }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.crash", "Next": "ParkOverdueNotice" }],
            "Next": "WasOverdueNoticeDelivered"
          },
          "WasOverdueNoticeDelivered": {
            "Type": "Choice",
            "Choices": [
              { "Variable": "$.attempt.delivery.status", "StringEquals": "DELIVERED", "Next": "KeepOverdueDelivery" },
              { "Variable": "$.attempt.delivery.status", "StringEquals": "RETRY_LATER", "Next": "KeepOverdueDelivery" }
            ],
            "Default": "ParkOverdueNotice"
          },
          "ParkOverdueNotice": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {
              "FunctionName": "${ParkNotificationFunctionArn}",
              "Payload": { "delivery.$": "$.attempt.delivery", "document.$": "$.document", "crash.$": "$.crash" }
            },
            "ResultSelector": { "delivery.$": "$.Payload" },
            "ResultPath": "$.attempt",
            "TimeoutSeconds": 40,
            "Retry": [
              { "ErrorEquals": ["PermanentServiceError", "InvalidInputError"], "MaxAttempts": 0 },
              {
                "ErrorEquals": ["States.ALL"],
                "IntervalSeconds": 2,
                "BackoffRate": 2,
                "JitterStrategy": "FULL",
                "MaxAttempts": 4
              }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "OverdueNoticeNotParked" }],
            "Next": "KeepOverdueDelivery"
          },
          "OverdueNoticeNotParked": {
            "Type": "Pass",
            "Parameters": { "delivery.$": "States.JsonMerge($.attempt.delivery, $.notParked, false)" },
            "ResultPath": "$.attempt",
            "Next": "KeepOverdueDelivery"
          },
          "KeepOverdueDelivery": { "Type": "Pass", "InputPath": "$.attempt.delivery", "End": true }
        }
      },
      "ResultSelector": { "isSent": true, "deliveries.$": "$" },
      "ResultPath": "$.overdue",
      "Next": "RecordOverdueDeliveries"
    },

    "RecordOverdueDeliveries": {
      "Comment": "What cannot be recorded now is recorded with the outcome's deliveries.",
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${RecordAuditFunctionArn}",
        "Payload": {
          "fact": "OVERDUE_DELIVERIES",
          "document.$": "$.notice.document",
          "overdueDeliveries.$": "$.overdue.deliveries",
          "deliveries": []
        }
      },
      "ResultSelector": { "isSent": true, "deliveries.$": "$.Payload.overdueDeliveries" },
      "ResultPath": "$.overdue",
      "TimeoutSeconds": 40,
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "WaitForNextPoll" }],
      "Next": "WaitForNextPoll"
    },

    "OperationCompleted": { "Comment": "COMPLETED", "Type": "Pass", "Next": "CollectResults" },
    "OperationCompletedWithErrors": { "Comment": "COMPLETED_WITH_ERRORS", "Type": "Pass", "Next": "CollectResults" },
    "OperationFailed": { "Comment": "FAILED: there are no results", "Type": "Pass", "Next": "GatherContext" },
    "OperationExpired": { "Comment": "EXPIRED: the service no longer knows it", "Type": "Pass", "Next": "GatherContext" },
    "OperationTimedOut": { "Comment": "TIMED_OUT: still running after 12 hours", "Type": "Pass", "Next": "GatherContext" },
    "OperationStatusUnknown": {
      "Comment": "UNKNOWN: a status that Flowbell does not know is never a success",
      "Type": "Pass",
      "Next": "GatherContext"
    },
    "WatchFailed": { "Comment": "WATCH_FAILED: polling is impossible", "Type": "Pass", "Next": "GatherContext" },

    "CollectResults": {
      "Comment": "Reads result pages and sums them up; called again until all are read. Whatever fails here, the outcome that was seen stands.",
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${CollectResultsFunctionArn}",
        "Payload": { "watch.$": "$.watch", "results.$": "$.collection.results" }
      },
      "ResultSelector": { "results.$": "$.Payload" },
      "ResultPath": "$.collection",
      "TimeoutSeconds": 70,
      "Retry": [
        {
          "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "Lambda.ClientExecutionTimeoutException",
            "InvalidSettingError"
          ],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 12
        },
        {
          "ErrorEquals": ["ThrottlingException", "TransientServiceError"],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 10
        },
        { "ErrorEquals": ["InvalidInputError"], "MaxAttempts": 0 },
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "JitterStrategy": "FULL",
          "MaxAttempts": 3
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "GatherContext" }],
      "Next": "HasMoreResults"
    },

    "HasMoreResults": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.collection.results.next", "StringEquals": "MORE", "Next": "WaitForMoreResults" }],
      "Default": "GatherContext"
    },

    "WaitForMoreResults": { "Type": "Wait", "SecondsPath": "$.collection.results.waitSeconds", "Next": "CollectResults" },

    "GatherContext": {
      "Comment": "What is known of the firewall around the operation: best effort, one try, begun again only where Lambda had no room for it. Whatever fails here, the outcome is told without it.",
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${GatherContextFunctionArn}",
        "Payload": { "watch.$": "$.watch", "progress.$": "$.poll.progress" }
      },
      "ResultSelector": { "firewall.$": "$.Payload.firewall" },
      "ResultPath": "$.context",
      "TimeoutSeconds": 25,
      "Retry": [
        {
          "ErrorEquals": ["Lambda.TooManyRequestsException"],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "JitterStrategy": "FULL",
          "MaxAttempts": 2
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "LeaveContextUnknown" }],
      "Next": "ComposeOutcome"
    },

    "LeaveContextUnknown": {
      "Comment": "Said again here, so that an execution which an earlier version started, in the middle of an upgrade, finds it too.",
      "Type": "Pass",
      "Result": { "firewall": null },
      "ResultPath": "$.context",
      "Next": "ComposeOutcome"
    },

    "ComposeOutcome": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ComposeNoticeFunctionArn}",
        "Payload": {
          "notice": "OUTCOME",
          "watch.$": "$.watch",
          "progress.$": "$.poll.progress",
          "results.$": "$.collection.results",
          "context.$": "$.context.firewall",
          "failure.$": "$.failure",
          "announcements.$": "$.announcements",
          "overdueNotice.$": "$.overdue"
        }
      },
      "ResultSelector": { "document.$": "$.Payload.document", "deliveries.$": "$.Payload.deliveries" },
      "ResultPath": "$.notice",
      "TimeoutSeconds": 15,
      "Retry": [
        { "ErrorEquals": ["InvalidInputError"], "MaxAttempts": 0 },
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 60
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "OutcomeNotComposed" }],
      "Next": "RecordOutcome"
    },

    "RecordOutcome": {
      "Comment": "Before anybody is told: the log knows of an outcome at least as early as people do.",
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${RecordAuditFunctionArn}",
        "Payload": {
          "fact": "OUTCOME",
          "document.$": "$.notice.document",
          "overdueDeliveries": [],
          "deliveries": []
        }
      },
      "ResultSelector": { "recorded.$": "$.Payload.recorded" },
      "ResultPath": "$.audit",
      "TimeoutSeconds": 40,
      "Retry": [
        {
          "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "Lambda.ClientExecutionTimeoutException",
            "InvalidSettingError"
          ],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 12
        },
        { "ErrorEquals": ["PermanentServiceError", "InvalidInputError"], "MaxAttempts": 0 },
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 20,
          "JitterStrategy": "FULL",
          "MaxAttempts": 6
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "OutcomeNotRecorded" }],
      "Next": "NotifyEveryChannel"
    },

    "OutcomeNotRecorded": {
      "Comment": "People are told all the same, and the message says so; the execution ends red.",
      "Type": "Pass",
      "Parameters": { "recorded": false },
      "ResultPath": "$.audit",
      "Next": "NotifyEveryChannel"
    },

    "NotifyEveryChannel": {
      "Comment": "Each channel on its own: a slow or dead one neither delays nor repeats another.",
      "Type": "Map",
      "ItemsPath": "$.notice.deliveries",
      "ItemSelector": {
        "attempt": { "delivery.$": "$$.Map.Item.Value" },
        "document.$": "$.notice.document",
        "auditRecorded.$": "$.audit.recorded",
        "crash": { "Error": "" },
        "notParked": { "status": "DEAD_LETTERED", "retryAt": null }
      },
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "StartAt": "HasChannelAskedToWait",
        "States": {
          "HasChannelAskedToWait": {
            "Comment": "A channel that asked the card or the overdue notice to wait is not asked earlier for the outcome.",
            "Type": "Choice",
            "Choices": [
              { "Variable": "$.attempt.delivery.status", "StringEquals": "RETRY_LATER", "Next": "WaitBeforeRetry" }
            ],
            "Default": "DeliverNotification"
          },
          "DeliverNotification": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {
              "FunctionName": "${DeliverNotificationFunctionArn}",
              "Payload": {
                "delivery.$": "$.attempt.delivery",
                "document.$": "$.document",
                "auditRecorded.$": "$.auditRecorded"
              }
            },
            "ResultSelector": { "delivery.$": "$.Payload" },
            "ResultPath": "$.attempt",
            "TimeoutSeconds": 70,
            "Retry": [
              {
                "ErrorEquals": [
                  "Lambda.ServiceException",
                  "Lambda.AWSLambdaException",
                  "Lambda.SdkClientException",
                  "Lambda.TooManyRequestsException",
                  "Lambda.ClientExecutionTimeoutException",
                  "InvalidSettingError"
                ],
                "IntervalSeconds": 2,
                "BackoffRate": 2,
                "MaxDelaySeconds": 60,
                "JitterStrategy": "FULL",
                "MaxAttempts": 60
              },
              { "ErrorEquals": ["InvalidInputError"], "MaxAttempts": 0 },
              {
                "ErrorEquals": ["States.ALL"],
                "IntervalSeconds": 2,
                "BackoffRate": 2,
                "JitterStrategy": "FULL",
                "MaxAttempts": 2
              }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.crash", "Next": "ParkNotification" }],
            "Next": "WasItDelivered"
          },
          "WasItDelivered": {
            "Type": "Choice",
            "Choices": [
              { "Variable": "$.attempt.delivery.status", "StringEquals": "DELIVERED", "Next": "KeepDelivery" },
              { "Variable": "$.attempt.delivery.status", "StringEquals": "RETRY_LATER", "Next": "WaitBeforeRetry" }
            ],
            "Default": "ParkNotification"
          },
          "WaitBeforeRetry": {
            "Type": "Wait",
            "SecondsPath": "$.attempt.delivery.waitSeconds",
            "Next": "DeliverNotification"
          },
          "ParkNotification": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {
              "FunctionName": "${ParkNotificationFunctionArn}",
              "Payload": { "delivery.$": "$.attempt.delivery", "document.$": "$.document", "crash.$": "$.crash" }
            },
            "ResultSelector": { "delivery.$": "$.Payload" },
            "ResultPath": "$.attempt",
            "TimeoutSeconds": 40,
            "Retry": [
              { "ErrorEquals": ["PermanentServiceError", "InvalidInputError"], "MaxAttempts": 0 },
              {
                "ErrorEquals": ["States.ALL"],
                "IntervalSeconds": 2,
                "BackoffRate": 2,
                "MaxDelaySeconds": 60,
                "JitterStrategy": "FULL",
                "MaxAttempts": 8
              }
            ],
            "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "NotificationNotParked" }],
            "Next": "KeepDelivery"
          },
          "NotificationNotParked": {
            "Comment": "The audit log and this history are then the only places that know of the message.",
            "Type": "Pass",
            "Parameters": { "delivery.$": "States.JsonMerge($.attempt.delivery, $.notParked, false)" },
            "ResultPath": "$.attempt",
            "Next": "KeepDelivery"
          },
          "KeepDelivery": { "Type": "Pass", "InputPath": "$.attempt.delivery", "End": true }
        }
      },
      "ResultPath": "$.deliveries",
      "Next": "RecordDeliveries"
    },

    "RecordDeliveries": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${RecordAuditFunctionArn}",
        "Payload": {
          "fact": "ALL_DELIVERIES",
          "document.$": "$.notice.document",
          "overdueDeliveries.$": "$.overdue.deliveries",
          "deliveries.$": "$.deliveries"
        }
      },
      "ResultSelector": { "isEveryChannelReached.$": "$.Payload.isEveryChannelReached" },
      "ResultPath": "$.conclusion",
      "TimeoutSeconds": 40,
      "Retry": [
        {
          "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "Lambda.ClientExecutionTimeoutException",
            "InvalidSettingError"
          ],
          "IntervalSeconds": 2,
          "BackoffRate": 2,
          "MaxDelaySeconds": 60,
          "JitterStrategy": "FULL",
          "MaxAttempts": 60
        },
        { "ErrorEquals": ["PermanentServiceError", "InvalidInputError"], "MaxAttempts": 0 },
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 1,
          "BackoffRate": 2,
          "MaxDelaySeconds": 20,
          "JitterStrategy": "FULL",
          "MaxAttempts": 6
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.lastFailure", "Next": "AuditNotWritten" }],
      "Next": "IsEverythingDone"
    },

    "IsEverythingDone": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.conclusion.isEveryChannelReached", "BooleanEquals": false, "Next": "NotificationUndelivered" },
        { "Variable": "$.audit.recorded", "BooleanEquals": false, "Next": "AuditNotWritten" },
        { "Variable": "$.notice.document.outcome", "StringEquals": "WATCH_FAILED", "Next": "OutcomeUnobserved" }
      ],
      "Default": "Done"
    },

    "Done": { "Comment": "The outcome is recorded and every channel has it.", "Type": "Succeed" },

    "NotificationUndelivered": {
      "Type": "Fail",
      "Error": "NotificationUndelivered",
      "Cause": "At least one channel could not be reached; its message is in the dead-letter queue, or in this history if that failed too."
    },
    "AuditNotWritten": {
      "Type": "Fail",
      "Error": "AuditNotWritten",
      "Cause": "A record is missing in the audit log; this history holds its facts, and says which channels were reached."
    },
    "OutcomeUnobserved": {
      "Type": "Fail",
      "Error": "OutcomeUnobserved",
      "Cause": "Polling was impossible: how the operation ended is not known."
    },
    "OutcomeNotComposed": {
      "Type": "Fail",
      "Error": "OutcomeNotComposed",
      "Cause": "The function that writes the outcome could not run, so nobody was told; this history holds what was seen."
    }
  }
}
