"""Says which event patterns match which events, by moto's matcher.

Reads {"patterns": [...], "events": [...]} from standard input; writes one list of booleans per pattern.
"""

import json
import sys

from moto.events.models import EventPattern, EventPatternParser

data = json.load(sys.stdin)
texts = [json.dumps(pattern) for pattern in data["patterns"]]
patterns = [EventPattern(text, EventPatternParser(text).parse()) for text in texts]
print(json.dumps([[pattern.matches_event(event) for event in data["events"]] for pattern in patterns]))
