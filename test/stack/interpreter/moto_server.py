"""
Runs moto's server on loopback with its Step Functions interpreter in virtual time.

Moto waits in real time: `Wait`, and `time.sleep` between retries. Here a wait costs nothing. An execution's strands (its own,
and one per item of a Map) are counted; when all of them wait, the clock jumps to the earliest wake-up. So 12 hours take seconds,
parallel items see one time, and no time passes while a function runs. Every invocation carries the time to the router, which
runs the functions, in the header `x-virtual-seconds`. The jitter of retries is drawn as half of the interval, as in the other engine.

The router of an execution listens on the port at the end of its state machine's name: `<anything>-<port>`; a POST of `/ended` tells it
that the execution is over. One execution runs at a time. Moto's own insides are replaced here; `demand` says so when a moto
upgrade has moved one of them.

Prints one line of JSON, `{"port": ...}`, when it listens, and ends when its standard input is closed. With the argument `real-time`
it is plain moto.
"""

import importlib
import inspect
import json
import logging
import os
import sys
import threading
import types
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True

from strands import Strands  # noqa: E402

PARSER = "moto.stepfunctions.parser"
COMPONENT = f"{PARSER}.asl.component"

strands = Strands()


def demand(owner, name, source_part):
    """What is about to be replaced, after a look whether it is still what this file knows."""
    found = getattr(owner, name, None)
    found = found.fget if isinstance(found, property) else found
    if found is None or (source_part and source_part not in inspect.getsource(found)):
        sys.exit(f"moto has changed: {owner.__name__}.{name} is not what test/stack/interpreter/moto_server.py replaces")
    return found


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        sys.exit(f"moto has changed: there is no {name}, which test/stack/interpreter/moto_server.py replaces a part of")


def wait_in_virtual_time():
    wait = module(f"{COMPONENT}.state.wait.wait_function.wait_function").WaitFunction
    demand(wait, "_wait_interval", "wait_seconds")
    wait._wait_interval = lambda self, env, wait_seconds: strands.sleep(wait_seconds)

    retrier = module(f"{COMPONENT}.common.retry.retrier_decl")
    demand(retrier, "time", None)
    demand(retrier.RetrierDecl, "_eval_body", "time.sleep(")
    retrier.time = types.SimpleNamespace(sleep=lambda seconds: strands.sleep(seconds))


def draw_half_of_the_interval():
    jitter = module(f"{COMPONENT}.common.retry.jitter_strategy_decl")
    demand(jitter, "random", None)
    demand(jitter.JitterStrategyDecl, "_eval_body", "random.uniform(")
    jitter.random = types.SimpleNamespace(uniform=lambda low, high: low + (high - low) / 2)


def count_executions():
    worker = module(f"{PARSER}.backend.execution_worker").ExecutionWorker
    run = demand(worker, "_execution_logic", "program.eval")

    def run_counted(self):
        global strands
        machine = self._evaluation_details.state_machine_details.name
        port = machine.rpartition("-")[2]
        os.environ["MOTO_PORT"] = port
        strands = Strands()
        run(self)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ended", data=b"", timeout=30) as answer:
            answer.read()

    worker._execution_logic = run_counted


def count_items_of_maps():
    """While its items run, the strand of a Map does not; it goes on before the last item's strand ends."""
    pool = module(f"{COMPONENT}.state.exec.state_map.iteration.job").JobPool
    wait_for_items = demand(pool, "await_jobs", "_termination_event.wait")
    end_map = demand(pool, "_notify_on_termination", "_termination_event.set")
    component = module(f"{COMPONENT}.state.exec.state_map.iteration.inline_iteration_component").InlineIterationComponent
    launch = demand(component, "_launch_worker", "worker_thread.start()")
    item_worker = module(f"{COMPONENT}.state.exec.state_map.iteration.iteration_worker").IterationWorker
    run_item = demand(item_worker, "eval", "_eval_pool")

    def await_jobs(self):
        with self._mutex:
            self.strand_waits = not self._is_terminated()
            waits = self.strand_waits
        if waits:
            strands.leave()
        wait_for_items(self)

    def notify_on_termination(self):
        if self._is_terminated() and getattr(self, "strand_waits", False):
            self.strand_waits = False
            strands.enter()
        end_map(self)

    def launch_worker(self, *positional, **named):
        strands.enter()
        return launch(self, *positional, **named)

    def run_counted(self):
        own = strands
        try:
            run_item(self)
        finally:
            own.leave()

    pool.await_jobs = await_jobs
    pool._notify_on_termination = notify_on_termination
    component._launch_worker = launch_worker
    item_worker.eval = run_counted


def keep_retry_counters_apart():
    """
    Retry counters are kept under a key that is drawn when it is first asked for, without a lock: items of a Map that fail together
    draw two, and one of them begins its back-off again.
    """
    component = module(f"{COMPONENT}.eval_component").EvalComponent
    demand(component, "heap_key", "long_uid")
    component.heap_key = property(lambda self: str(id(self)))


def send_the_time():
    """The client is kept, since moto makes a new one for each task, which takes longer than the task."""
    tasks = module(f"{COMPONENT}.state.exec.state_task.lambda_eval_utils")
    make = demand(tasks, "boto_client_for", "endpoint_url")
    clients = {}
    lock = threading.Lock()

    def add_time(params, **_):
        params["headers"]["x-virtual-seconds"] = repr(strands.now)

    def kept_client_for(service, region, state_credentials=None):
        with lock:
            key = (os.environ["MOTO_PORT"], service, region)
            if key not in clients:
                client = make(service=service, region=region, state_credentials=state_credentials)
                client.meta.events.register("before-call.lambda.Invoke", add_time)
                clients[key] = client
            return clients[key]

    tasks.boto_client_for = kept_client_for


def refuse_parallel():
    """The strands of a Parallel are not counted; a definition with one must not run as if they were."""
    parallel = module(f"{COMPONENT}.state.exec.state_parallel.state_parallel").StateParallel
    demand(parallel, "_eval_execution", "branches")

    def refuse(self, env):
        raise NotImplementedError("test/stack/interpreter/moto_server.py counts no strands of a Parallel yet")

    parallel._eval_execution = refuse


def serve():
    from moto.core.config import default_user_config
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    default_user_config["stepfunctions"]["execute_state_machine"] = True
    logging.disable(logging.CRITICAL)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    print(json.dumps({"port": server.get_host_and_port()[1]}), flush=True)
    sys.stdin.read()
    # Threads of an execution that somebody gave up would keep the process alive.
    os._exit(0)


if sys.argv[1:] != ["real-time"]:
    wait_in_virtual_time()
    draw_half_of_the_interval()
    count_executions()
    count_items_of_maps()
    keep_retry_counters_apart()
    send_the_time()
    refuse_parallel()
serve()
