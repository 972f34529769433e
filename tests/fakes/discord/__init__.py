"""A local Discord of our own: REST v10 and the gateway over real sockets, as strict as Discord's documentation.

`async with FakeDiscord() as discord:` starts it. What one can do with it is in `fake.py` (what stands there, waiting,
troubles), `building.py` (servers, channels, people), `speakers.py` (writing) and `people.py` (pressing, ordering, filling
in). REST calls are in `messages.py`, `history.py`, `publishing.py`, `threads.py`, `places.py`, `interactions.py` and
`commands.py`; what may be posted in `components.py`, `embeds.py` and
`modals.py`; the socket in `gateway.py`. Where a limit is Discord's, the page that gives it is named beside it
(docs.discord.com/developers).
"""

from tests.fakes.clock import SettableClock as SettableClock
from tests.fakes.discord.fake import FakeDiscord as FakeDiscord
