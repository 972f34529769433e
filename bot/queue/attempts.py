"""What comes of one try at a step: it is over, or it is tried again later."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.ports import Rejected, Step, Unavailable

BACK_OFF = (1.0, 2.0, 4.0, 8.0)
"""Seconds before a step that met `Unavailable` is tried again. After the last it is left: beats put it again."""

log = structlog.get_logger()


async def attempt(do: Step, step: str, key: str, tries: int, waits: Sequence[float]) -> float | None:
    """Run `step(key)`, which was tried `tries` times before. Seconds until the next try; None where it is over."""
    try:
        await do(key)
    except Unavailable as error:
        if tries < len(waits):
            log.warning("step_tried_again", step=step, key=key, why=str(error), in_seconds=waits[tries])
            return waits[tries]
        log.error("step_failed", step=step, key=key, why=str(error), tries=tries + 1)
    except Rejected as error:
        log.error("step_failed", step=step, key=key, why=str(error))
    except Exception:
        log.exception("step_failed", step=step, key=key)
    return None
