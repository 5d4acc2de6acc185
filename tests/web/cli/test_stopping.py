"""SIGTERM and SIGHUP end a block as exceptions."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from fabula.web.cli.stopping import HungUp, Terminated, ends_cleanly, ignore_stopping

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def same_handlers() -> Iterator[None]:
    """Each test leaves the handlers as they were."""
    before = [signal.getsignal(number) for number in SIGNALS]
    yield
    for number, handler in zip(SIGNALS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "error"), [(signal.SIGTERM, Terminated), (signal.SIGHUP, HungUp)])
def test_a_signal_is_an_exception(number: signal.Signals, error: type[Terminated]) -> None:
    """Inside the block only; then the handlers are the earlier ones."""
    before = signal.getsignal(number)
    with pytest.raises(error), ends_cleanly():
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_an_interrupt_that_was_a_sigterm() -> None:
    """A wait in foreign code that makes an interrupt of any exception is told apart from Ctrl-C."""

    def wait_in_rust(number: signal.Signals) -> None:
        try:
            signal.raise_signal(number)
        except BaseException:  # noqa: BLE001 - as the foreign code does
            raise KeyboardInterrupt from None

    with pytest.raises(Terminated), ends_cleanly():
        wait_in_rust(signal.SIGTERM)
    with pytest.raises(HungUp), ends_cleanly():
        wait_in_rust(signal.SIGHUP)
    with pytest.raises(KeyboardInterrupt), ends_cleanly():
        signal.signal(signal.SIGINT, signal.default_int_handler)
        wait_in_rust(signal.SIGINT)


def test_the_clean_up_is_not_interrupted() -> None:
    """SIGHUP right after SIGTERM, as service managers send it, does not end the clean-up."""
    cleaned = False
    with pytest.raises(Terminated) as caught, ends_cleanly():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGHUP)
            cleaned = True
    assert cleaned and caught.type is Terminated


def test_what_is_ignored_stays_ignored() -> None:
    """A process under nohup outlives its terminal."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with ends_cleanly():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_the_last_message_is_not_interrupted() -> None:
    """After `ignore_stopping` no signal stops the process."""
    ignore_stopping()
    for number in SIGNALS:
        signal.raise_signal(number)
