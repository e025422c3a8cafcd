"""A page in Chromium, opened from disk with the network off, and asked by its own protocol."""

import asyncio
import json
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from tornado.websocket import websocket_connect

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
WAIT_SECONDS = 120
READY = "document.documentElement.dataset.ready ?? ''"
"""What a page of a market says of itself: "yes" once it can be touched."""
LOADED = "document.readyState === 'complete' && location.protocol === 'file:' ? 'yes' : ''"
"""What any other page says: "yes" once all of its text is there."""
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu"),
    *("--remote-debugging-port=0", "--remote-allow-origins=*"),
    *("--enable-precise-memory-info", "--js-flags=--expose-gc"),
)
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """Something that the browser is to do besides working out expressions, by its name in the protocol."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)


RELOADED = Asked("Page.reload")
"""The page is loaded anew; what is asked next waits until it is ready again."""

FORGET_THAT_IT_IS_READY = "document.documentElement.dataset.ready = ''"


def narrow(width: int) -> Asked:
    """A window of this width, as a phone has it."""
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    return Asked("Emulation.setDeviceMetricsOverride", size)


def pressed(key: str, code: int) -> Asked:
    """A key is pressed that writes nothing."""
    told = {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": code}
    return Asked("Input.dispatchKeyEvent", told)


def asked_of(page: Path, *expressions: str | Asked, ready: str = READY) -> list[Any]:
    """What expressions are worth in a page, one after the other, once it is ready."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [CHROMIUM, *OPTIONS, NO_NETWORK, f"--user-data-dir={profile}", page.resolve().as_uri()]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(words, stdout=quiet, stderr=quiet) as browser:
            try:
                return asyncio.run(answers(address_of(Path(profile)), expressions, ready))
            finally:
                browser.kill()


def address_of(profile: Path) -> str:
    """Where the page in a browser with this profile can be asked."""
    told, until = profile / "DevToolsActivePort", monotonic() + WAIT_SECONDS
    while monotonic() < until:
        if told.exists() and (lines := told.read_text().split()):
            with urllib.request.urlopen(f"http://127.0.0.1:{lines[0]}/json", timeout=WAIT_SECONDS) as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        sleep(0.05)
    raise TimeoutError("Chromium did not begin")


async def answers(address: str, expressions: tuple[str | Asked, ...], ready: str) -> list[Any]:
    """What each expression is worth once the page is ready; what it throws is thrown here."""
    line = await websocket_connect(address, max_message_size=2**28)
    try:
        await until_ready(line, ready)
        return [await answer_to(line, expression, ready) for expression in expressions]
    finally:
        line.close()
        while await line.read_message() is not None:
            pass


async def until_ready(line: Any, ready: str) -> None:
    """Wait until a page says that it is ready."""
    until = monotonic() + WAIT_SECONDS
    while (await told_of(line, ready)).get("result", {}).get("result", {}).get("value") != "yes":
        if monotonic() > until:
            raise TimeoutError("the page did not get ready")
        await asyncio.sleep(0.05)


async def answer_to(line: Any, asked: str | Asked, ready: str) -> Any:
    """What an expression is worth, or what comes of something that the browser does."""
    if asked is RELOADED:
        await told_of(line, FORGET_THAT_IT_IS_READY)
    value = value_of(await told_of(line, asked))
    if asked is RELOADED:
        await until_ready(line, ready)
    return value


def value_of(told: dict[str, Any]) -> Any:
    """What an expression is worth, or what it throws; of a picture what it shows, in base 64."""
    if "exceptionDetails" in told["result"]:
        raise RuntimeError(told["result"]["exceptionDetails"]["exception"]["description"])
    return told["result"].get("data", told["result"].get("result", {}).get("value"))


async def told_of(line: Any, asked: str | Asked) -> dict[str, Any]:
    """What the browser says of an expression, or to something that it is to do."""
    if isinstance(asked, str):
        asked = Asked("Runtime.evaluate", {"expression": asked, "awaitPromise": True, "returnByValue": True})
    await line.write_message(json.dumps({"id": 1, "method": asked.method, "params": asked.params}))
    told: dict[str, Any] = {}
    while told.get("id") != 1:
        told = json.loads(await asyncio.wait_for(line.read_message(), WAIT_SECONDS) or "{}")
    return told
