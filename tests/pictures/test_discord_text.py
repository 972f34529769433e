r"""Discord's Markdown as the page draws it, rule by rule, for what we post is judged by it.

The rules are those of Discord's own parser for Android (github.com/discord/SimpleAST), of its documentation ("Message
Formatting") and of the reports there on links; where these are silent, those of its desktop client as it was mapped
by others (github.com/jeremy-rifkin/dismark).
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.pictures.browser import Screen, missing, screen

pytestmark = [pytest.mark.skipif(bool(missing()), reason=missing()), pytest.mark.asyncio(loop_scope="module")]

DRAWN = {
    # within a line
    "a **b** c": "a <b>b</b> c",
    "a *b* _c_": "a <i>b</i> <i>c</i>",
    "__a__ ~~b~~": "<u>a</u> <s>b</s>",
    "||a\nb||": '<span class="spoiler">a\nb</span>',
    "`a *b*` ``c ` d``": "<code>a *b*</code> <code>c ` d</code>",
    "```py\na *b*\n```": "<pre>a *b*</pre>",
    "***a***": "<b><i>a</i></b>",
    "** a **": "<b> a </b>",
    "* a *": "<ul><li>a *</li></ul>",
    "2 * 3 * 4": "2 * 3 * 4",
    "night_ferry_line": "night_ferry_line",
    "a*b*c": "a<i>b</i>c",
    "**a** *b": "<b>a</b> *b",
    # what a backslash does
    r"\*a\* \_b\_ \~~c~~": "*a* _b_ ~~c~~",
    r"\a\b \\": "\\a\\b \\",
    r"**5\***": "<b>5*</b>",
    r"**a\*\*b**": "<b>a**b</b>",
    r"_a\_b_ c": "<i>a_b</i> c",
    r"\||a||": "||a||",
    r"\`a`": "`a`",
    # at the start of a line
    "# a\n## b\n### c": "<h1>a</h1><h2>b</h2><h3>c</h3>",
    "#### a": "#### a",
    "#a\na # b": "#a\na # b",
    "  # a": "<h1>a</h1>",
    r"\# a": "# a",
    "-# a\n-#b": "<small>a</small>-#b",
    r"\-# a": "-# a",
    "> a\n> b\nc": "<blockquote>a\nb</blockquote>c",
    ">a": "&gt;a",
    r"\> a": "&gt; a",
    ">>> a\nb": "<blockquote>a\nb</blockquote>",
    "> # a": "<blockquote><h1>a</h1></blockquote>",
    "- a\n- b\nc": "<ul><li>a</li><li>b</li></ul>c",
    "- a\n  - b": "<ul><li>a\n<ul><li>b</li></ul></li></ul>",
    "-a": "-a",
    r"\- a": "- a",
    "2019. a\n2020. b": '<ol start="2019"><li>a</li><li>b</li></ol>',
    r"2019\. a": "2019. a",
    "2019.a": "2019.a",
    "a\n* b": "a\n<ul><li>b</li></ul>",
    "[a](https://x.test)# b": '<a href="https://x.test">a</a># b',
    "**# a**": "<b><h1>a</h1></b>",
    # links
    "[a](https://x.test/b)": '<a href="https://x.test/b">a</a>',
    "[a](<https://x.test/b>)": '<a href="https://x.test/b">a</a>',
    "[a **b**](https://x.test)": '<a href="https://x.test">a <b>b</b></a>',
    "[[3]](https://x.test)": '<a href="https://x.test">[3]</a>',
    r"[a\]b](https://x.test)": r'<a href="https://x.test">a\]b</a>',
    "[a](http://x.test/(b)c)": '<a href="http://x.test/(b)c">a</a>',
    "[a](http://x.test/b.)": '[a](<a href="http://x.test/b">http://x.test/b</a>.)',
    "[a](javascript:alert)": "[a](javascript:alert)",
    "[a](ftp://x.test)": "[a](ftp://x.test)",
    "[a] (https://x.test)": '[a] (<a href="https://x.test">https://x.test</a>)',
    "[https://y.test](https://x.test)": "[https://y.test](https://x.test)",
    r"[https\://y.test](https://x.test)": r'<a href="https://x.test">https\://y.test</a>',
    r"[\*a\*](https://x.test)": r'<a href="https://x.test">\*a\*</a>',
    "[a 🎉](https://x.test)": "[a 🎉](https://x.test)",
    "[a <@1>](https://x.test)": "[a &lt;@1&gt;](https://x.test)",
    r"\[a](https://x.test)": '[a](<a href="https://x.test">https://x.test</a>)',
    "see https://x.test/a.": 'see <a href="https://x.test/a">https://x.test/a</a>.',
    "<https://x.test>": '<a href="https://x.test">https://x.test</a>',
    r"https\://x.test www.x.test x.test": "https://x.test www.x.test x.test",
    "<ada@x.test>": "<a>ada@x.test</a>",
    # what calls, points or moves
    "@everyone @here": '<span class="mention ping">@everyone</span> <span class="mention ping">@here</span>',
    "<@1> <@!2> <@&3>": " ".join(f'<span class="mention ping">@{n}</span>' for n in (1, 2, 3)),
    "<#4>": '<span class="mention channel">#4</span>',
    "</brief now:5>": '<span class="mention ping">/brief now</span>',
    "<id:customize>": '<span class="mention channel">#customize</span>',
    "<t:0:R>": '<span class="timestamp">4 years ago</span>',
    ":tada: <:a:1> <a:b:2>": " ".join(f'<span class="emoji_code">:{n}:</span>' for n in ("tada", "a", "b")),
    r"\<@1> \<t:0> \:tada:": "&lt;@1&gt; &lt;t:0&gt; :tada:",
    "@\u2060everyone 10:30:15": "@\u2060everyone 10:30:15",
    "<b>a</b> &amp; <img src=x>": "&lt;b&gt;a&lt;/b&gt; &amp;amp; &lt;img src=x&gt;",
}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def drawn() -> AsyncIterator[dict[str, str]]:
    """What each of the texts becomes, drawn at once."""
    async with screen() as page:
        yield dict(zip(DRAWN, await texts(page, list(DRAWN)), strict=True))


async def texts(page: Screen, held: list[str]) -> list[str]:
    parts = [{"type": 10, "content": words} for words in held]
    await page.draw({"page": "discord", "frames": [{"components": parts}]})
    return await page.html(".content > .text")


@pytest.mark.parametrize("words", DRAWN, ids=repr)
async def test_each_rule_draws_what_discord_draws(words: str, drawn: dict[str, str]) -> None:
    assert drawn[words] == DRAWN[words]
