"""The threads for ordinary requests: waitress's dispatcher with a queue in which requests may have to wait."""

from __future__ import annotations

import time

from waitress.task import ThreadedTaskDispatcher

from .fair_queue import FairQueue, Priced


class FairPool(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress ships no types
    """Threads that take the tasks of a FairQueue."""

    def __init__(self, queue: FairQueue, threads: int) -> None:
        super().__init__()
        self.queue = queue
        self.set_thread_count(threads)

    def handler_thread(self, thread_no: int) -> None:
        """Answer requests until the pool has to be smaller."""
        while (task := self._next_task(thread_no)) is not None:
            started = time.thread_time()
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)
            with self.lock:
                self.queue.done(task, time.thread_time() - started)

    def _next_task(self, thread_no: int) -> Priced | None:
        """None if this thread is to end."""
        with self.lock:
            while not self.stop_count:
                if (task := self.queue.take()) is not None:
                    return task
                self.active_count -= 1
                self.queue_cv.wait(self.queue.pause_seconds())
                self.active_count += 1
            self.active_count -= 1
            self.stop_count -= 1
            self.threads.discard(thread_no)
            self.thread_exit_cv.notify()
            return None
