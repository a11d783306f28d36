"""Makes and checks the kiosk's own folders: no other user may write into them.

What another user puts into such a folder could end an emergency or be played as speech. A fault is
raised as an OSError whose `strerror` says it in plain words (as in `audio.untrusted_file`).
"""

import errno
import os
import pwd
import stat
from contextlib import suppress
from pathlib import Path

OURS_ALONE = 0o700


def own_folder(folder: Path) -> str:
    """Make a folder if it is missing, and check that it is this user's and closed to others.

    The mode does not depend on the umask; missing parents are made in the same way.

    Args:
        folder: its path; it may be a symbolic link to a folder.

    Returns:
        A notice for staff that the folder was open to other users; "" if it was not.

    Raises:
        OSError: it cannot be made, is not a folder, or belongs to another user.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not _is_there(each)]):
        with suppress(FileExistsError):
            missing.mkdir(mode=OURS_ALONE)
            missing.chmod(OURS_ALONE)
    found = folder.stat()  # not opened: on a disk that hangs opening a folder would hang too
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "is not a folder", str(folder))
    if found.st_uid != os.geteuid():
        raise PermissionError(
            errno.EPERM, f"belongs to another user ({_name_of(found.st_uid)})", str(folder)
        )
    mode = stat.S_IMODE(found.st_mode)
    if mode != OURS_ALONE:
        folder.chmod(OURS_ALONE)
    if not mode & 0o077:
        return ""
    return (
        f"{folder}: the folder was open to other users (mode {mode:o}) and is closed now; "
        "see what lies in it, and who had access"
    )


def is_own_file(file: Path) -> bool:
    """Tell whether this is a regular file, not a link, of the user who owns its folder.

    Raises:
        OSError: it cannot be examined.
    """
    try:
        found = file.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_uid == file.parent.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        return False


def put_aside(file: Path) -> Path | None:
    """Rename a thing that is not a file of this user, so that its name is free.

    Returns:
        Its new path; None if there is nothing, or a file of this user.

    Raises:
        OSError: it cannot be examined or renamed.
    """
    if not os.path.lexists(file) or is_own_file(file):
        return None
    number = 1
    while os.path.lexists(aside := file.with_name(f"{file.name}.put-aside-{number}")):
        number += 1
    file.rename(aside)
    return aside


def write_whole(file: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a file of mode 0600 beside the old one, and move it into place.

    Args:
        file: replaced as a whole; anything there that is not a file of this user is moved aside.
        content: of the file.
        sync: wait until the disk has it before it is moved.

    Raises:
        OSError: it cannot be written.
    """
    put_aside(file)
    new = file.with_name(f"{file.name}.new")
    put_aside(new)
    new.unlink(missing_ok=True)
    descriptor = os.open(
        new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
    )
    with os.fdopen(descriptor, "wb") as opened:
        os.fchmod(descriptor, 0o600)
        opened.write(content)
        opened.flush()
        if sync:
            os.fsync(descriptor)
    new.replace(file)


def sync_folder(folder: Path) -> None:
    """Write the folder's changed entries to the disk; raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_there(folder: Path) -> bool:
    try:
        folder.lstat()
    except FileNotFoundError:
        return False
    return True


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
