"""The largest memory that a program took.

    python -m tests.benchmarks.peak FILE MODULE [ARGUMENT]...

runs a module as a program and writes to FILE how many bytes it took at most; nothing where the system does not tell.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def read_peak() -> int | None:
    """Return the most bytes that this process took so far, or None.

    Linux tells it in /proc: what getrusage tells there may be the peak of the program that started this one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        return _read_windows_peak()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _read_windows_peak() -> int | None:
    try:
        import psutil
    except ImportError:
        return None
    return getattr(psutil.Process().memory_info(), "peak_wset", None)


def main(file: Path, module: str) -> None:
    """Run a module with the arguments that follow it, and write its peak."""
    sys.argv[:] = sys.argv[2:]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        peak = read_peak()
        file.write_text("" if peak is None else str(peak), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
