"""The folder that holds a clinic's data, and the secret key kept in it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

DEFAULT = "data"
OWNER_ONLY, OTHERS = 0o600, 0o077


def home() -> Path:
    """The data folder: ``MEDMASSAGE_HOME``, or ``data`` where the command was started."""
    return Path(os.environ.get("MEDMASSAGE_HOME", DEFAULT)).resolve()


def secret_key(folder: Path) -> str:
    """The key that signs sessions: from the environment, or made once and kept in ``folder``.

    Where the folder does not exist (a type check, a rule command) the key lives as long as the process.
    """
    if key := os.environ.get("MEDMASSAGE_SECRET_KEY"):
        return key
    file = folder / "secret-key"
    key = secrets.token_urlsafe(50)
    if not folder.is_dir():
        return key
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key)
    return key


def keep_private(folder: Path, *names: str) -> None:
    """Let nobody but the account that runs the server read these files, made later or there already.

    SQLite gives its journals the mode of the database. A folder that is not there yet is left alone.
    """
    for name in names if folder.is_dir() else ():
        file = folder / name
        if not file.exists():
            file.touch(mode=OWNER_ONLY)
        elif file.stat().st_mode & OTHERS:
            with suppress(PermissionError):  # another account's file: its owner decides
                file.chmod(OWNER_ONLY)
