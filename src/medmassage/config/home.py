"""The folder that holds a clinic's data, and the secret key kept in it."""

import os
import secrets
from pathlib import Path

DEFAULT = "data"


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
    if file.exists():
        return file.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    if folder.is_dir():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(key)
    return key
