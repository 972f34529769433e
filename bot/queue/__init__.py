"""The queue: runs the flows' steps. One plug, `in_process`, for a bot that is one process."""
