"""The one owner of stderr and exit codes: 0 fine, 1 error, 2 usage, 3 a check found something, 70 a bug."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import click

from qualkit.errors import QualkitError

BUG = 70
INTERRUPTED = 130


def run(command: click.Command) -> int:  # noqa: PLR0911 - one line an outcome
    """Run a command, say what went wrong in a person's words, and give the exit code."""
    _use_utf8()
    try:
        code = command.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say(("\n" if sys.stderr.isatty() else "") + "Stopped. Nothing is half done.")
        return INTERRUPTED
    except QualkitError as error:
        _show(error)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # head has seen enough
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        say(f"{place}The computer refused this ({error.strerror or error}).")
        say("  See whether the disk is full, the folder can only be read, or a program has the file open.")
        return QualkitError.exit_code
    except Exception as error:  # the last guard: a researcher never sees a traceback
        return _bug(error)
    return code if isinstance(code, int) else 0


def say(text: str = "") -> None:
    """Talk, as opposed to data: one line to stderr."""
    from qualkit.model.display import display_safe

    click.echo(display_safe(text), err=True)


def say_all(lines: Iterable[object], *, most: int = 12) -> None:
    """Several lines, with how many more there are."""
    shown = list(lines)
    for line in shown[:most]:
        say(f"  {line}")
    if len(shown) > most:
        say(f"  … and {len(shown) - most} more")


def _show(error: QualkitError) -> None:
    where = f"{error.where}: " if error.where else ""
    say(f"{where}{error.message}")
    if error.hint:
        say(f"  {error.hint}")


def _bug(error: Exception) -> int:
    if os.environ.get("QUALKIT_DEBUG"):
        raise error
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = (
        f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "unknown place"
    )
    say(f"This is a bug in qualkit: {type(error).__name__} in {place}.")
    say("  What you had done before is kept. With QUALKIT_DEBUG=1 set, the details are shown.")
    return BUG


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
