"""Who may change a channel, and what those who may not are told."""

from __future__ import annotations

import pytest

from bot.news.channels import Channel, Place
from bot.news.chat import Person
from bot.news.permissions import is_own, why_no_feed, why_not, why_not_now

HERE = Place("slack", "C1", "171.5")
ANA, BO = Person("slack", "U1"), Person("slack", "U2")
MANAGER = Person("slack", "U3", manages=True)
GUEST = Person("slack", "U4", guest=True)


def channel(owner: str | None) -> Channel:
    return Channel("slack:C1", Place("slack", "C1"), (), frozenset(), "UTC", owner=owner)


def test_any_member_may_subscribe_a_channel_first_but_no_guest() -> None:
    assert why_not(ANA, HERE, None) is None
    refused = why_not(GUEST, HERE, None)
    assert refused == "Here you may read and ask, not set up briefs: whoever manages this channel on Slack can."


@pytest.mark.parametrize(("who", "may"), [(ANA, True), (BO, False), (MANAGER, True), (GUEST, False)])
def test_a_channel_is_changed_by_whoever_subscribed_it_and_by_who_manages_it(who: Person, may: bool) -> None:
    refused = why_not(who, HERE, channel("U1"))
    assert (refused is None) == may
    if refused:
        assert "the person who subscribed this channel" in refused
        assert "manages this channel on Slack" in refused
        assert "the operator of this bot" in refused


def test_a_channel_of_the_settings_file_is_no_members() -> None:
    refused = why_not(ANA, HERE, channel(None))
    assert refused == "Only whoever manages this channel on Slack or the operator of this bot may change what it gets."
    assert why_not(MANAGER, HERE, channel(None)) is None


def test_the_operator_may_on_their_own_platform_alone() -> None:
    assert why_not(BO, HERE, channel("U1"), ["slack:U2"]) is None
    assert why_not(BO, HERE, channel("U1"), ["discord:U2"]) is not None


def test_nothing_is_changed_from_another_platform() -> None:
    elsewhere = Person("discord", "U1", manages=True)
    assert why_not(elsewhere, HERE, channel("U1")) == "From Discord nothing can be changed that is elsewhere."
    assert why_not(elsewhere, HERE, None, ["discord:U1"]) is not None


def test_direct_messages_are_the_persons_own() -> None:
    mine = Place("slack", "U4", "171.5")
    assert is_own(GUEST, mine)
    assert why_not(GUEST, mine, None) is None
    assert why_not(GUEST, mine, channel("U1")) is None
    assert not is_own(Person("discord", "U4"), mine)
    assert why_not(ANA, mine, channel("U4")) is not None


def test_feeds_and_editions_at_once_are_for_members() -> None:
    assert why_no_feed(ANA) is None
    assert why_no_feed(GUEST) is not None
    assert why_no_feed(GUEST, ["slack:U4"]) is None
    assert why_not_now(BO, HERE) is None
    assert why_not_now(GUEST, HERE) is not None
    assert why_not_now(GUEST, Place("slack", "U4")) is None
