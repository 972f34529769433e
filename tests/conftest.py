"""The same examples in every run, and no time limit on one: what fails here fails everywhere, and is not the machine's doing.

`pytest --hypothesis-profile=default` looks for new ones.
"""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
