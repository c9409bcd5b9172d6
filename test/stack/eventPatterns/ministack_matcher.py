"""Says which event patterns match which events, by ministack's TestEventPattern.

Reads {"patterns": [...], "events": [...]} from standard input; writes one list of booleans per pattern.
"""

import json
import sys

from ministack.services import eventbridge


def matches(pattern, event):
    request = {"EventPattern": json.dumps(pattern), "Event": json.dumps(event)}
    status, _headers, body = eventbridge._test_event_pattern(request)
    if status != 200:
        raise ValueError(body)
    return json.loads(body)["Result"]


data = json.load(sys.stdin)
print(json.dumps([[matches(pattern, event) for event in data["events"]] for pattern in data["patterns"]]))
