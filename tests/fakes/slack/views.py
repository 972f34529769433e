"""views.*: modals and App Homes."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.slack.blocks import view_faults
from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.workspace import Workspace

View = dict[str, Any]

LARGEST = 250_000
"""views.open: "view_too_large: … greater than 250kb"."""

DEEPEST = 3
"""views.push: at most three views lie on one another."""


def checked(workspace: Workspace, given: Any, kind: str) -> View:
    """A view as Slack would take it."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused("invalid_arguments") from None
    if not isinstance(given, dict):
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    if len(json.dumps(given)) > LARGEST:
        raise Refused("view_too_large")
    if given.get("type") != kind:
        raise Refused(
            "invalid_arguments",
            response_metadata={"messages": [f"[ERROR] view type must be {kind} [json-pointer:/view/type]"]},
        )
    if found := view_faults(given):
        messages = [
            "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
            *(f"[ERROR] {word}" for word in found),
        ]
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    return dict(given)


def stored(workspace: Workspace, view: View, view_id: str, *, root: str, previous: str | None) -> View:
    """The view as the API gives it back."""
    world = workspace.world
    return {
        "external_id": "",
        "private_metadata": "",
        "callback_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "state": {"values": {}},
        **view,
        "id": view_id,
        "team_id": world.team,
        "app_id": workspace.app_id,
        "app_installed_team_id": world.team,
        "bot_id": workspace.bot_id,
        "hash": f"{int(workspace.clock())}.{world.next_id('h')}",
        "root_view_id": root,
        "previous_view_id": previous,
    }


def _external(workspace: Workspace, view: View, but: str = "") -> None:
    name = view.get("external_id")
    everything = [*workspace.views.values(), *workspace.homes.values()]
    if name and any(one.get("external_id") == name and one["id"] != but for one in everything):
        raise Refused("duplicate_external_id")


def open_modal(workspace: Workspace, view: View, user: str, over: View | None) -> View:
    """Put it before that person, alone or over another one."""
    _external(workspace, view)
    view_id = workspace.world.next_id("V")
    root = over["root_view_id"] if over else view_id
    made = stored(workspace, view, view_id, root=root, previous=over["id"] if over else None)
    workspace.views[view_id] = made
    workspace.view_users[view_id] = user
    return made


def replace_modal(workspace: Workspace, view_id: str, view: View) -> View:
    """Another view in place of this one, with the same id."""
    old = workspace.views[view_id]
    _external(workspace, view, view_id)
    made = stored(workspace, view, view_id, root=old["root_view_id"], previous=old["previous_view_id"])
    workspace.views[view_id] = made
    return made


@method("views.open", tier="4")
def views_open(workspace: Workspace, call: Call) -> dict[str, Any]:
    view = checked(workspace, call.arguments.get("view"), "modal")
    trigger = workspace.triggers.exchange(call.text("trigger_id"))
    for view_id in [one for one, user in workspace.view_users.items() if user == trigger.user]:
        workspace.views.pop(view_id, None)
    return {"view": open_modal(workspace, view, trigger.user, None)}


@method("views.push", tier="4")
def views_push(workspace: Workspace, call: Call) -> dict[str, Any]:
    view = checked(workspace, call.arguments.get("view"), "modal")
    trigger = workspace.triggers.exchange(call.text("trigger_id"))
    stack = [one for one in workspace.views.values() if workspace.view_users[one["id"]] == trigger.user]
    if not stack:
        raise Refused("not_found")
    if len(stack) >= DEEPEST:
        raise Refused("push_limit_reached")
    return {"view": open_modal(workspace, view, trigger.user, stack[-1])}


@method("views.update", tier="4")
def views_update(workspace: Workspace, call: Call) -> dict[str, Any]:
    view_id, external = call.text("view_id"), call.text("external_id")
    found = next(
        (
            one
            for one in workspace.views.values()
            if one["id"] == view_id or (external and one["external_id"] == external)
        ),
        None,
    )
    if found is None:
        raise Refused("not_found")
    view = checked(workspace, call.arguments.get("view"), "modal")
    if call.text("hash") not in (None, found["hash"]):
        raise Refused("hash_conflict")
    return {"view": replace_modal(workspace, found["id"], view)}


@method("views.publish", tier="4")
def views_publish(workspace: Workspace, call: Call) -> dict[str, Any]:
    person = workspace.somebody(call.need("user_id"))
    view = checked(workspace, call.arguments.get("view"), "home")
    old = workspace.homes.get(person.id)
    if old is not None and call.text("hash") not in (None, old["hash"]):
        raise Refused("hash_conflict")
    view_id = old["id"] if old else workspace.world.next_id("VH")
    _external(workspace, view, view_id)
    made = stored(workspace, view, view_id, root=view_id, previous=None)
    workspace.homes[person.id] = made
    return {"view": made}
