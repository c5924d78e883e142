"""The workers of a Dask cluster as a place where documents are read: parcels go out, drafts come back.

The scheduler gives a parcel that a lost worker held to another one. A parcel has one key and its result is taken once,
so that no document is lost or doubled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock
from uuid import uuid4

from distributed import Client, Future, KilledWorker
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError

from communique.errors import ClusterError
from communique.extraction.reading import Parcel, Reader, Side, reading_version

__all__ = ["cluster"]

SECONDS_TO_CONNECT, SECONDS_FOR_WORKERS = 20, 60
RETRIES = 3  # of a parcel where an error was raised, on whichever worker is free
_one_at_a_time = Lock()  # spaCy is not made for threads; a worker with several of them reads no faster


@contextmanager
def cluster(reader: Reader, address: str) -> Iterator[Side]:
    """Hold a connection to a cluster whose workers read parcels.

    Parameters
    ----------
    reader
        Sent once to each worker.
    address
        Of the scheduler, such as `tcp://10.0.0.5:8786`.

    Raises
    ------
    ClusterError
        When the scheduler does not answer or is lost, it has no workers, communique is missing on one or differs from
        this one, or a parcel has ended one worker after the other. A lost worker alone is no error; with none left,
        it is waited for the next.
    """
    with _connected(address) as client, _failing_in_words(address):
        _check_workers(client, address)
        version, run, number = reading_version(), uuid4().hex, count()
        # As the result of a task, and not scattered: it is made again when the workers that hold it are lost.
        held = client.submit(_same, reader, key=f"reader-{run}")

        def send(parcel: Parcel) -> "Future[Parcel]":
            return client.submit(_read_there, parcel, held, version, key=("read", run, next(number)), retries=RETRIES)

        yield Side(send, lambda: max(1, len(client.nthreads())))


def _same(reader: Reader) -> Reader:
    return reader


def _read_there(parcel: Parcel, reader: Reader, version: str) -> Parcel:
    """Read a parcel, on a worker that may have joined late."""
    if reading_version() != version:
        raise ClusterError("a worker has another version of communique or its libraries: install the same everywhere.")
    with _one_at_a_time:
        return list(reader(parcel))


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="communique")
    except (OSError, ValueError) as error:  # nobody there; no address
        raise ClusterError(
            f"no scheduler answers at {address}: start one with `dask scheduler`, or leave --scheduler out."
        ) from error
    with client:
        yield client


def _check_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
    except TimeoutError as error:
        raise ClusterError(f"{address} has no workers: start some with `dask worker {address}`.") from error
    versions = client.run(reading_version, on_error="return")
    without = sorted(worker for worker, told in versions.items() if isinstance(told, Exception))
    if without:
        raise ClusterError(f"the worker {without[0]} cannot import communique: install the same version there.")
    other = sorted(worker for worker, told in versions.items() if told != reading_version())
    if other:
        raise ClusterError(
            f"the worker {other[0]} has another version of communique or its libraries: install the same everywhere."
        )


@contextmanager
def _failing_in_words(address: str) -> Iterator[None]:
    try:
        yield
    except KilledWorker as error:
        raise ClusterError(
            "reading the same documents ended one worker after the other: give workers more memory "
            "(`dask worker --memory-limit`), or lower --max-bytes."
        ) from error
    except ModuleNotFoundError as error:
        raise ClusterError(f"a worker cannot import {error.name}: install the same version of communique.") from error
    except (CommClosedError, FutureCancelledError) as error:
        raise ClusterError(f"the scheduler at {address} was lost: run the command again.") from error
