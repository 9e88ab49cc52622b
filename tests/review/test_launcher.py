"""The launcher ends what it started, and nothing else."""

import os
import signal

import pytest

from kanpur_portal import launch


def test_where_nothing_was_started_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "killpg", lambda group, number: ended.append(group))
    monkeypatch.setattr(signal, "signal", lambda *arguments: None)
    with pytest.raises(KeyboardInterrupt), launch.running({}):  # Ctrl-C before the first process
        raise KeyboardInterrupt
    assert not ended, "process group 0 is that of whoever called"
