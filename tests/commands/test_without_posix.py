"""The program where there is no POSIX, as on Windows.

As a program this file does its work in a process without the modules and names that Windows lacks. No file there can
be removed or replaced while it is open. It prints what came of each command.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
OF_OS = """
O_ACCMODE O_ASYNC O_CLOEXEC O_DIRECT O_DIRECTORY O_DSYNC O_FSYNC O_LARGEFILE O_NDELAY O_NOATIME O_NOCTTY O_NOFOLLOW
O_NONBLOCK O_PATH O_RSYNC O_SYNC O_TMPFILE WCOREDUMP WEXITSTATUS WIFEXITED WIFSIGNALED WIFSTOPPED WNOHANG WTERMSIG
chown chroot confstr copy_file_range ctermid environb eventfd fchdir fchmod fchown fdatasync fork forkpty fpathconf
fstatvfs fwalk get_blocking getegid getenvb geteuid getgid getgrouplist getgroups getloadavg getpgid getpgrp
getpriority getrandom getresgid getresuid getsid getuid getxattr initgroups killpg lchown listxattr lockf login_tty
major makedev memfd_create minor mkfifo mknod nice openpty pathconf pidfd_open pipe2 posix_fadvise posix_fallocate
posix_spawn posix_spawnp pread preadv pwrite pwritev readv register_at_fork removexattr sched_getaffinity sched_param
sched_setaffinity sched_yield sendfile set_blocking setegid seteuid setgid setgroups setpgid setpriority setregid
setresgid setresuid setreuid setsid setuid setxattr spawnlp spawnlpe spawnvp spawnvpe splice statvfs sync sysconf
tcgetpgrp tcsetpgrp ttyname uname wait wait3 wait4 waitid writev
""".split()
OF_SIGNAL = """
ITIMER_PROF ITIMER_REAL ITIMER_VIRTUAL ItimerError SIGALRM SIGBUS SIGCHLD SIGCONT SIGHUP SIGIO SIGKILL SIGPIPE SIGPROF
SIGQUIT SIGRTMAX SIGRTMIN SIGSTOP SIGSYS SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH
SIGXCPU SIGXFSZ SIG_BLOCK SIG_SETMASK SIG_UNBLOCK Sigmasks alarm getitimer pause pthread_kill pthread_sigmask setitimer
siginterrupt sigpending sigtimedwait sigwait sigwaitinfo
""".split()
"""What typeshed has for Linux and not for Windows, but for constants of calls that are gone."""

LIBRARIES = """
asyncio click concurrent.futures defusedxml.ElementTree filelock jinja2 multiprocessing.connection
multiprocessing.popen_spawn_posix multiprocessing.resource_tracker numpy openpyxl prompt_toolkit pyarrow.parquet
pydantic sqlite3 subprocess tempfile tqdm unittest xlsxwriter yaml
""".split()
"""They know Windows by ``sys.platform``: here they keep what POSIX gives them."""


def take_posix_away() -> None:
    """Leave this process what Windows has; the libraries are loaded before, and keep what they are used to."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for module in (os, signal):
        whole = types.ModuleType(module.__name__)
        whole.__dict__.update(vars(module))
        libraries = [each for each in sys.modules.values() if each is not sys.modules[__name__]]
        for library in libraries:
            for name in [name for name, value in vars(library).items() if value is module]:
                setattr(library, name, whole)
        keep_open_files(whole)
        keep_open_files(module)
    open_as_on_windows()
    for module, names in ((os, OF_OS), (signal, OF_SIGNAL)):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    for name in MODULES:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, Absent())  # type: ignore[arg-type]
    lock_as_on_windows()
    # It alone asks for the platform. Where there is no fork, its workers are begun anew.
    importlib.import_module("smeadvisor.batch.workers").sys = types.SimpleNamespace(platform="win32")  # type: ignore[attr-defined]


class Absent:
    """Finds that there are no such modules."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def keep_open_files(module: Any) -> None:
    """No file that this process has open, or mapped, is removed, renamed or replaced."""
    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    real_readlink, real_listdir = os.readlink, os.listdir

    def held() -> set[str]:
        fds = (f"/proc/self/fd/{number}" for number in real_listdir("/proc/self/fd"))
        mapped = {line.split(None, 5)[-1] for line in Path("/proc/self/maps").read_text().splitlines()}
        return mapped | {real_readlink(each) for each in fds if os.path.lexists(each)}

    def refusing(real: Callable[..., None]) -> Callable[..., None]:
        def refused(*paths: Any, **more: Any) -> None:
            if held() & {os.path.realpath(each) for each in paths}:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(paths[0]))
            real(*paths, **more)

        return refused

    for name in ("remove", "rename", "replace", "rmdir", "unlink"):
        if hasattr(module, name):
            setattr(module, name, refusing(getattr(module, name)))


def open_as_on_windows() -> None:
    """No folder can be opened, and what is not opened for bytes would have its line ends changed."""
    real, for_bytes = os.open, 1 << 30

    def opened(path: Any, flags: int, mode: int = 0o777) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        assert flags & for_bytes or not flags & (os.O_WRONLY | os.O_RDWR), path
        return real(path, flags & ~for_bytes, mode)

    os.open, os.O_BINARY = opened, for_bytes  # type: ignore[attr-defined]


def lock_as_on_windows() -> None:
    """Letting go of a lock removes its file, as the library does on Windows alone."""
    from filelock import UnixFileLock

    released: Any = UnixFileLock._release

    def release(lock: Any) -> None:
        released(lock)
        os.unlink(lock.lock_file)  # noqa: PTH108

    UnixFileLock._release = release  # type: ignore[method-assign]


def imported() -> list[str]:
    """Every module of the program."""
    import smeadvisor

    names = [each.name for each in pkgutil.walk_packages(smeadvisor.__path__, "smeadvisor.")]
    for name in names:
        importlib.import_module(name)
    return names


ANSWERS = ["1", "twn", "acme", "Acme", "1,14", "3", "2", "quit"]
BATCH = ["batch", "firms.csv", "--part-rows", "3", "--quiet"]


def commands(profile: str) -> dict[str, tuple[list[str], str]]:
    """The commands to be run, in order, with their input."""
    return {
        "advise": (["advise", profile], ""),
        "explain": (["explain", "why-not", profile, "export-talent"], ""),
        "audit": (["audit", "coverage", "firms.csv", "-o", "coverage.json", "--jobs", "2"], ""),
        "rules": (["rules", "show", "instruments/mex/sme-export-credit"], ""),
        "batch": ([*BATCH, "-o", "one.csv", "--jobs", "1"], ""),
        "parquet": ([*BATCH, "-o", "one.parquet", "--jobs", "1", "--summary", "one.html"], ""),
        "spawn": ([*BATCH, "-o", "two.csv", "--jobs", "2", "--log", "decisions.log"], ""),
        "piped": (["batch", "-", "--kind", "firm", "-o", "-", "--format", "jsonl", "--jobs", "1", "--quiet"], ROWS),
        "verify": (["verify", "one.csv", "one.parquet", "two.csv"], ""),
        "recorded": (["advise", profile, "--log", "decisions.log"], ""),
        "log": (["log", "verify", "decisions.log"], ""),
        "interview": (["interview", "--plain"], "".join(f"{each}\n" for each in ANSWERS)),
    }


HEADER = "id,kind,economy,employees,exports_now\n"
ROWS = HEADER + "".join(f"f{i},firm,TWN,{i * 7 if i != 4 else 'many'},{'yes' if i % 2 else 'no'}\n" for i in range(11))


def work(profile: str) -> dict[str, Any]:
    """What comes of the commands, and of runs that are stopped, resumed, and begun twice."""
    from support.commands import run

    told: dict[str, Any] = {"imported": imported()}
    for name, (arguments, stdin) in commands(profile).items():
        told[name] = run(*arguments, stdin=stdin)[:2]
    told["left"] = sorted(each.name for each in Path().iterdir())
    told |= stopped_and_resumed() | held()
    return {name: [each[0], each[1].decode()] if isinstance(each, tuple) else each for name, each in told.items()}


def stopped_and_resumed() -> dict[str, Any]:
    """A run that is asked to stop after its second part, and then resumed."""
    from smeadvisor.batch import run as runs
    from smeadvisor.files import signals
    from support.commands import run

    real, parts = runs.raise_if_interrupted, iter(range(9))

    def raise_if_interrupted() -> None:
        if next(parts) == 1:
            signal.raise_signal(signal.SIGTERM)
        real()

    runs.raise_if_interrupted = raise_if_interrupted
    stopped = run(*BATCH, "-o", "three.csv", "--jobs", "1")
    signals._asked.clear()
    runs.raise_if_interrupted = real
    return {"stopped": stopped[:2], "resumed": run(*BATCH, "-o", "three.csv", "--jobs", "1", "--resume")[:2]}


def held() -> dict[str, Any]:
    """A run onto an output that another run holds; then the other takes its folder away."""
    from smeadvisor.batch.folder import opened, place_of
    from support.commands import run

    out = Path("four.csv")
    folder = opened(out, {}, resume=False, overwrite=False)
    busy = run(*BATCH, "-o", out)
    folder.remove()
    return {"busy": busy[:2], "taken away": not place_of(out).exists()}


if __name__ in ("__main__", "__mp_main__"):
    take_posix_away()

if __name__ == "__main__":
    # The messages of commands go to standard error as well, so that they can be seen where a test fails.
    print(json.dumps(work(sys.argv[1])))  # noqa: T201
    sys.exit()


from support.commands import run, sums, table  # noqa: E402
from support.paths import MEXICO, ROOT  # noqa: E402


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where the process without POSIX works."""
    folder = tmp_path_factory.mktemp("without")
    (folder / "firms.csv").write_text(ROWS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(folder) -> dict[str, Any]:
    """What that process tells of its work."""
    command = [sys.executable, __file__, str(MEXICO)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300, env=env)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture
def beside(tmp_path, monkeypatch) -> Path:
    """Where the same is done with POSIX."""
    (tmp_path / "firms.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_module_can_be_imported(told):
    """None needs what Windows lacks."""
    assert {"smeadvisor.batch.folder", "smeadvisor.terminal.screen", "smeadvisor.__main__"} <= {*told["imported"]}
    assert len(told["imported"]) > 100


@pytest.mark.parametrize("name", ["advise", "explain", "audit", "rules", "piped", "interview"])
@pytest.mark.usefixtures("beside")
def test_a_command_says_the_same(told, name):
    """And ends with the same code."""
    arguments, stdin = commands(str(MEXICO))[name]
    done = run(*arguments, stdin=stdin)
    assert told[name] == [done.returncode, done.out]
    assert done.returncode == (1 if name in ("audit", "piped") else 0)


def test_batches_make_the_same_bytes(told, folder, beside):
    """In one process, in two that were begun anew, and resumed after a signal to stop; a row is rejected."""
    assert (told["batch"][0], told["parquet"][0], told["spawn"][0]) == (1, 1, 1)
    assert (told["stopped"][0], told["resumed"][0]) == (143, 1)
    run(*BATCH, "-o", "one.csv", "--jobs", "1")
    run(*BATCH, "-o", "one.parquet", "--jobs", "1", "--summary", "one.html")
    assert sums(folder, "one") == sums(beside, "one")
    for name in ("two", "three"):
        for end in ("csv", "csv.rejects.csv"):
            assert (folder / f"{name}.{end}").read_bytes() == (beside / f"one.{end}").read_bytes()
    assert len(table(folder / "one.csv")) == 10


def test_outputs_and_the_log_hold_what_was_written(told):
    """By the manifests, and by the chain of records."""
    assert [told[name][0] for name in ("verify", "recorded", "log")] == [0, 0, 0]
    assert len(told["verify"][1].splitlines()) == 7


def test_one_run_at_a_time_writes_an_output(told):
    """The second is refused at once."""
    assert told["busy"][0] == 75
    assert told["taken away"]


def test_nothing_is_left_behind(told):
    """No working folder and no lock, though what is open cannot be removed."""
    made = ["one.csv", "one.parquet", "two.csv"]
    beside = {f"{name}.{more}" for name in made for more in ("manifest.json", "rejects.csv")}
    others = {"firms.csv", "coverage.json", "one.html", "decisions.log", "acme.yaml", ".acme.yaml.interview.json"}
    assert {*told["left"]} == {*made, *beside, *others}
