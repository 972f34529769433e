"""Who is who: auth.test, users.info, bots.info."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from typing import Any

from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.workspace import Workspace


@method("auth.test", tier="special")
def auth_test(workspace: Workspace, call: Call) -> dict[str, Any]:
    world = workspace.world
    return {
        "url": "https://factbox-test.slack.com/",
        "team": "Factbox test",
        "user": world.bot.name,
        "team_id": world.team,
        "user_id": world.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("users.info", scopes=("users:read",), tier="4")
def users_info(workspace: Workspace, call: Call) -> dict[str, Any]:
    person = workspace.somebody(call.need("user"))
    now = datetime.fromtimestamp(workspace.clock(), UTC).astimezone(zoneinfo.ZoneInfo(person.zone))
    offset = now.utcoffset()
    user = {
        "id": person.id,
        "team_id": workspace.world.team,
        "name": person.name,
        "real_name": person.name,
        "deleted": False,
        "tz": person.zone,
        "tz_label": now.tzname() or person.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": person.bot,
        "is_app_user": False,
        "profile": {"real_name": person.name, "display_name": person.name, "team": workspace.world.team},
    }
    return {"user": user | ({"locale": person.locale} if call.flag("include_locale") else {})}


@method("bots.info", scopes=("users:read",), tier="3")
def bots_info(workspace: Workspace, call: Call) -> dict[str, Any]:
    if call.text("bot") not in (None, workspace.bot_id):
        raise Refused("bot_not_found")
    bot = {"id": workspace.bot_id, "deleted": False, "name": workspace.world.bot.name, "app_id": workspace.app_id}
    return {"bot": bot | {"user_id": workspace.world.bot.id}}
