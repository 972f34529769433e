"""What our messages carry to be found again, and what a stranger's message cannot feign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.marks import Carried, components_in, custom_id, is_head, nonce_of, parsed, tag_of, tags_in

ACTIONS = ("ask", "follow", "unfollow", "sources", "why", "evidence")


@given(st.text(), st.integers(0, 99))
def test_tags_and_nonces_are_the_same_for_good_and_of_their_piece_alone(key: str, piece: int) -> None:
    tag, nonce = tag_of(key, piece), nonce_of(key, piece)
    assert len(tag) == 16
    assert len(nonce) == 24
    assert nonce.startswith(tag)
    assert {tag_of(key, piece + 1), tag_of(f"{key}x", piece)}.isdisjoint({tag})


def test_a_tag_never_changes() -> None:
    """Messages that stand in Discord are found by it."""
    assert (tag_of("k", 0), nonce_of("k", 1)) == ("e76d3bb42ee398d4", "dd00f58ffb1639afc6cd71af")


@given(st.sampled_from(ACTIONS), st.text(st.characters(exclude_characters="\n"), max_size=70))
def test_what_is_carried_comes_back(action: str, value: str) -> None:
    tag = tag_of("k", 0)
    assert parsed(custom_id(action, tag, value)) == Carried(action, tag, value)


@pytest.mark.parametrize(
    "name",
    [
        "", "fb", "fb:ask", "fb:ask:", "fb:ask:0123", "fb:ask:0123456789ABCDEF", "fb:good:0123456789abcdef",
        "xfb:ask:0123456789abcdef", "fb:ask:0123456789abcdef:", "fb:ask:0123456789abcdefx", "fb:ask:0123456789abcdef\n",
    ],
)  # fmt: skip
def test_other_custom_ids_are_none_of_ours(name: str) -> None:
    assert parsed(name) is None


def row(*names: str) -> dict[str, object]:
    return {"type": 1, "components": [{"type": 2, "custom_id": name} for name in names]}


def test_tags_are_found_wherever_they_stand() -> None:
    one, two, three = (tag_of("k", piece) for piece in range(3))
    section = {"type": 9, "components": [], "accessory": {"type": 2, "custom_id": f"fb:ask:{three}"}}
    message = {
        "components": [
            row(f"fb:evidence:{one}:0", "other"),
            {"type": 17, "components": [row(f"fb:why:{two}"), section]},
        ]
    }
    assert tags_in(message) == {one, two, three}
    assert not is_head(message)
    assert is_head({"components": [{"type": 17, "components": [row(f"fb:unfollow:{one}")]}]})
    assert [c["custom_id"] for c in components_in([row("a", "b")]) if "custom_id" in c] == ["a", "b"]


@pytest.mark.parametrize(
    "components", [None, "x", 7, [None, 7, "x"], [{"custom_id": 7}], [{"components": "x", "accessory": []}]]
)
def test_what_is_no_message_has_no_tags(components: object) -> None:
    assert tags_in({"components": components}) == set()
    assert tags_in({}) == set()
