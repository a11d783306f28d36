"""Lets the clock of a running kiosk jump; its monotonic clock and its sleep stay as they are.

A library, built here and loaded before the C library, adds seconds to the time of day. Debian's
faketime cannot be used: in its version 0.9.10, `time.sleep` of Python 3.11 raises EINVAL when the
monotonic clock is left alone.
"""

import shutil
import struct
import subprocess
from pathlib import Path

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile long long *ahead;
static int (*original)(clockid_t, struct timespec *);

__attribute__((constructor)) static void load(void) {
    original = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("JUMPING_CLOCK");
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    void *page = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    if (page != MAP_FAILED)
        ahead = page;
    if (file >= 0)
        close(file);
}

int clock_gettime(clockid_t which, struct timespec *now) {
    if (original == NULL)
        load();
    int failed = original(which, now);
    if (!failed && ahead != NULL && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        now->tv_sec += *ahead;
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec exact;
    int failed = clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return failed;
}

time_t time(time_t *result) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (result != NULL)
        *result = exact.tv_sec;
    return exact.tv_sec;
}
"""


def set_clock(folder: Path, seconds: int) -> None:
    """Let the clock of each process with `environment` be so many seconds ahead, from now on."""
    with (folder / "clock").open("r+b" if (folder / "clock").exists() else "wb") as clock:
        clock.write(struct.pack("=q", seconds))


def environment(folder: Path) -> dict[str, str]:
    """Build the library in `folder`; give the variables with which a process loads it."""
    assert shutil.which("cc"), "a C compiler is missing; run: apt-get install gcc libc6-dev"
    source, library = folder / "jumping_clock.c", folder / "jumping_clock.so"
    source.write_text(_SOURCE)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(folder / "clock")}
