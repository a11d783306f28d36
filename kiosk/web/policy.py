"""The managed policy that keeps a machine's Chromium on the page.

Keys that the page does not get, because it is not loaded or a window manager has opened another
window, still open nothing: no other address, no dialog for files, no print, no download. No rule
keeps Chromium from opening a window (Ctrl-N), but that shows nothing. Chromium reads every JSON
file of these folders (https://chromeenterprise.google/policies).
"""

import json
import shlex
from collections.abc import Iterable
from pathlib import Path

from audio.errors import reason_of
from kiosk.errors import PageError
from kiosk.web.local_socket import ADDRESS

FOLDERS = (Path("/etc/chromium/policies/managed"), Path("/etc/opt/chrome/policies/managed"))
"""Where Chromium and Chrome look."""

_NAME = "voice-kiosk.json"

_ALL_DOWNLOADS = 3
_NO_TOOLS = 2
_INCOGNITO_ALONE = 2
_REFUSED = 2

_RULES = {
    "URLBlocklist": [
        "*",
        *("file://*", "data:*", "javascript://*", "view-source:*", "blob:*", "filesystem:*"),
        *("chrome://*", "chrome-untrusted://*", "devtools://*", "chrome-extension://*"),
    ],
    "AllowFileSelectionDialogs": False,
    "PrintingEnabled": False,
    "DownloadRestrictions": _ALL_DOWNLOADS,
    "DeveloperToolsAvailability": _NO_TOOLS,
    "IncognitoModeAvailability": _INCOGNITO_ALONE,
    "BrowserAddPersonEnabled": False,
    "BrowserGuestModeEnabled": False,
    "BrowserSignin": 0,
    "SyncDisabled": True,
    "EditBookmarksEnabled": False,
    "BookmarkBarEnabled": False,
    "PasswordManagerEnabled": False,
    "AutofillAddressEnabled": False,
    "AutofillCreditCardEnabled": False,
    "TranslateEnabled": False,
    "SearchSuggestEnabled": False,
    "DefaultSearchProviderEnabled": False,
    "ExtensionInstallBlocklist": ["*"],
    "TaskManagerEndProcessEnabled": False,
    "BackgroundModeEnabled": False,
    "ShowHomeButton": False,
    "HomepageIsNewTabPage": False,
    "HomepageLocation": "about:blank",
    "NewTabPageLocation": "about:blank",
    "DefaultPopupsSetting": _REFUSED,
    "DefaultNotificationsSetting": _REFUSED,
    "DefaultGeolocationSetting": _REFUSED,
    "AudioCaptureAllowed": False,
    "VideoCaptureAllowed": False,
    "ScreenCaptureAllowed": False,
    "MetricsReportingEnabled": False,
}


def policy(port: int) -> dict[str, object]:
    """Give the policy for a page on a port of the loopback address; 0 allows any port there."""
    here = f"http://{ADDRESS}:{port}" if port else f"http://{ADDRESS}"
    return {**_RULES, "URLAllowlist": [here]}


def write_policy(port: int, folders: Iterable[Path] = FOLDERS) -> list[Path]:
    """Write the policy and give its files.

    Args:
        port: of the page; 0 means any.
        folders: where the browsers look; they are made if missing.

    Raises:
        PageError: they cannot be written.
    """
    written = []
    for folder in folders:
        file = folder / _NAME
        try:
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            file.write_text(json.dumps(policy(port), indent=2) + "\n", encoding="utf-8")
            file.chmod(0o644)
        except OSError as error:
            reason = reason_of(error)
            raise PageError(f"{file}: {reason}; do it as root: sudo ...") from None
        written.append(file)
    return written


def how_to_remove(files: Iterable[Path]) -> str:
    """Give the command that removes the policy."""
    return f"sudo rm {shlex.join(map(str, files))}"
