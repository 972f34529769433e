"""The queue: runs the flows' steps. Two plugs: `in_process` for a bot that is one process, `procrastinate` for many."""
