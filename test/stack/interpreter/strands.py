"""Virtual time for what runs side by side."""

import heapq
import threading


class Strands:
    """The strands of one execution, and the time they share, in seconds since its start."""

    def __init__(self):
        self.lock = threading.RLock()
        self.running = 1
        self.now = 0.0
        self.sleepers = []
        self.count = 0

    def sleep(self, seconds):
        if seconds <= 0:
            return
        woken = threading.Event()
        with self.lock:
            self.count += 1
            heapq.heappush(self.sleepers, (self.now + seconds, self.count, woken))
            self.leave()
        woken.wait()

    def enter(self):
        """One more strand runs."""
        with self.lock:
            self.running += 1

    def leave(self):
        """One strand stops running; when it was the last, time goes on to the next wake-up."""
        with self.lock:
            self.running -= 1
            if self.running > 0 or not self.sleepers:
                return
            self.now, _, woken = heapq.heappop(self.sleepers)
            self.running += 1
            woken.set()
