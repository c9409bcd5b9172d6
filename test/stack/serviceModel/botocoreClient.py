"""Talks to the local Network Firewall with a real botocore client and prints what that client made of the answers.

Reads {"endpoint", "firewallArn", "runningId", "unknownId"} from standard input; writes one JSON object to standard output.
"""

import json
import sys
from datetime import datetime

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session
from botocore.validate import ParamValidator


def main():
    settings = json.load(sys.stdin)
    client = new_client(settings["endpoint"])
    print(json.dumps(conversation(client, settings), default=plain))


def new_client(endpoint, **config):
    """One attempt per call, so that an error of the model reaches the caller as it is."""
    session = Session()
    session.set_credentials("local", "local")
    once = Config(retries={"total_max_attempts": 1}, **config)
    return session.create_client("network-firewall", region_name="eu-west-1", endpoint_url=endpoint, config=once)


def conversation(client, settings):
    firewall = {"FirewallArn": settings["firewallArn"]}
    started = client.start_flow_flush(**firewall, FlowFilters=[{"Protocols": ["6"]}])
    operation = {**firewall, "FlowOperationId": started["FlowOperationId"]}
    describe = client.describe_flow_operation(**operation)
    calls = {
        "StartFlowFlush": started,
        "DescribeFlowOperation": describe,
        "ListFlowOperations": paginated(client, "list_flow_operations", 1, **firewall),
        "ListFlowOperationResults": paginated(client, "list_flow_operation_results", 100, **operation),
        "ListFirewalls": paginated(client, "list_firewalls", 1),
        "ListVpcEndpointAssociations": paginated(client, "list_vpc_endpoint_associations", 1, **firewall),
        "DescribeFirewall": client.describe_firewall(**firewall),
    }
    return {
        "protocol": client.meta.service_model.resolved_protocol,
        "answers": {name: without_metadata(answer) for name, answer in calls.items()},
        "invalid": {name: validation_report(client, name, answer) for name, answer in calls.items()},
        "errors": errors(client, settings, firewall),
    }


def paginated(client, method, page_size, **request):
    """All pages as one answer, put together by botocore's own paginator, which names absent members as None."""
    pages = client.get_paginator(method).paginate(**request, PaginationConfig={"PageSize": page_size})
    return {name: member for name, member in pages.build_full_result().items() if member is not None}


def validation_report(client, operation, answer):
    """What botocore's validator says against an answer; empty when it agrees."""
    shape = client.meta.service_model.operation_model(operation).output_shape
    return ParamValidator().validate(without_metadata(answer), shape).generate_report()


def errors(client, settings, firewall):
    """The class and code that botocore makes of each error."""
    unchecked = new_client(settings["endpoint"], parameter_validation=False)
    unknown = {**firewall, "FlowOperationId": settings["unknownId"]}
    taken = {**firewall, "AvailabilityZone": "eu-west-1c", "FlowFilters": []}
    return {
        "no such operation": error_of(client, lambda: client.describe_flow_operation(**unknown)),
        "slot taken": error_of(client, lambda: client.start_flow_capture(**taken)),
        "missing member": error_of(unchecked, lambda: unchecked.describe_flow_operation(**firewall)),
        "planned fault": error_of(client, lambda: client.list_firewalls()),
    }


def error_of(client, call):
    try:
        call()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        modelled = isinstance(error, getattr(client.exceptions, code))
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return {"code": code, "modelled": modelled, "status": status, "message": error.response["Error"]["Message"]}
    return None


def without_metadata(answer):
    return {name: member for name, member in answer.items() if name != "ResponseMetadata"}


def plain(value):
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(type(value))


main()
