"""What people ask: questions, the passages that bear on them, answers and refusals."""
