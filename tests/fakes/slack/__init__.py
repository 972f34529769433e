"""A local Slack of our own: Web API, Socket Mode and HTTP events over real sockets, as strict as Slack's documentation.

`async with FakeSlack() as slack:` starts it. What one can do with it is in `fake.py` (the workspace, waiting, troubles),
`speakers.py` (writing) and `people.py` (pressing, ordering, filling in). The Web API's methods are in `posting.py`,
`conversations.py`, `streams.py`, `views.py`, `assistant.py` and `identity.py`; what may be posted in `blocks.py`; how payloads
get to the app in `delivery.py`, by `socket_mode.py` or `http_events.py`. Where a limit is Slack's, the page that gives it is
named beside it (docs.slack.dev).
"""

from tests.fakes.clock import SettableClock as SettableClock
from tests.fakes.slack.fake import FakeSlack as FakeSlack
