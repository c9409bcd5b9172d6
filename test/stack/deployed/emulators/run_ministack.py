"""Runs ministack with three corrections, without which the stack cannot be tried as AWS would run it."""

from functools import partial

from ministack import app
from ministack.core import iam_actions
from ministack.services import eventbridge

# As AWS does, ministack refuses events whose source is aws.* from a caller. The test stands in for CloudTrail.
eventbridge._put_events = partial(eventbridge._put_events, allow_aws_source=True)

# IAM sees these calls on a log stream (service authorization reference of CloudWatch Logs); ministack names the group, which
# the ARN that CloudFormation gives for a group (it ends in ":*") does not match.
STREAM_ACTIONS = ("CreateLogStream", "PutLogEvents")
resource_of_call = iam_actions.extract_resource_arn


def resource_as_iam_sees_it(service, method, path, headers, *rest, **named):
    resource = resource_of_call(service, method, path, headers, *rest, **named)
    action = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
    if service == "logs" and action in STREAM_ACTIONS:
        return f"{resource}:log-stream:"
    return resource


iam_actions.extract_resource_arn = resource_as_iam_sees_it

# As behind a proxy that ends TLS: policies that refuse plain HTTP would refuse every call on loopback. A caller that names
# another protocol in this header is taken at its word.
PROTOCOL = b"x-forwarded-proto"
without_proxy = app.app


async def behind_proxy(scope, receive, send):
    headers = list(scope.get("headers", []))
    if all(name.lower() != PROTOCOL for name, _ in headers):
        scope = {**scope, "headers": [*headers, (PROTOCOL, b"https")]}
    await without_proxy(scope, receive, send)


app.app = behind_proxy

if __name__ == "__main__":
    app.main()
