"""Times a clinic on loopback: its start, the page of today, a page of a patient and one action.

    load.py TARGET PATIENTS YEARS
"""

import http.client
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

TARGET, PATIENTS, YEARS = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def start(folder):
    begin = time.perf_counter()
    program = subprocess.Popen(
        [TARGET / "release/clinic", folder],
        env=dict(os.environ, CLINIC_PORT="0", CLINIC_PATIENTS=str(PATIENTS), CLINIC_YEARS=YEARS),
        stdout=subprocess.PIPE,
        text=True,
    )
    port = int(re.search(r":(\d+)/", program.stdout.readline())[1])
    return program, port, time.perf_counter() - begin


def timed(port, count, workers, request, status):
    """Milliseconds of each of so many requests, from as many connections at once as there are workers."""
    took, lock = [], threading.Lock()

    def work(worker):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for number in range(worker, count, workers):
            method, path, body = request(number)
            begin = time.perf_counter()
            connection.request(method, path, body, FORM if body else {})
            answer = connection.getresponse()
            answer.read()
            with lock:
                took.append((time.perf_counter() - begin) * 1000)
            assert answer.status == status, (path, answer.status)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == count
    return took


def processor_seconds(program):
    """Of the server alone: what other programs of the machine do is not in it."""
    fields = Path(f"/proc/{program.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(program, what, measure):
    before = processor_seconds(program)
    took = measure()
    each = (processor_seconds(program) - before) * 1000 / len(took)
    last = statistics.quantiles(took, n=100)[98]
    print(f"{what:<46} {len(took):>5} times: median {statistics.median(took):7.2f} ms, 99 % {last:7.2f} ms, processor {each:6.2f} ms each")


def main():
    folder = TARGET / "clinic-load"
    shutil.rmtree(folder, ignore_errors=True)
    program, port, took = start(folder)
    program.kill()
    program.wait()
    with sqlite3.connect(folder / "clinic.sqlite") as db:
        ((rows,),) = db.execute("SELECT count(*) FROM log")
    db.close()
    print(f"{PATIENTS} patients of {YEARS} years, {rows} rows, made up and read in {took:.1f} s")
    program, port, took = start(folder)
    status = Path(f"/proc/{program.pid}/status").read_text()
    memory = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1e3
    size = (folder / "clinic.sqlite").stat().st_size / 1e6
    print(f"started again in {took:.1f} s; {size:.0f} MB on the disk, {memory:.0f} MB in memory")
    try:
        # Each of another patient: 7 divides no number of patients that is worth it.
        actions = min(PATIENTS, 500)
        patient = lambda number: number * 7 % PATIENTS + 1
        for workers in (1, 4):
            at_once = f", {workers} at once"
            report(program, "today" + at_once, lambda: timed(port, 200, workers, lambda number: ("GET", "/", None), 200))
            page = lambda number: ("GET", f"/patients/{patient(number)}", None)
            report(program, "a patient" + at_once, lambda: timed(port, 500, workers, page, 200))
            connection = http.client.HTTPConnection("127.0.0.1", port)
            versions, days = {}, {}
            for number in range(actions):
                connection.request("GET", f"/patients/{patient(number)}")
                text = connection.getresponse().read().decode()
                versions[number] = re.search(r'name="version" value="(\d+)"', text)[1]
                # The day of the last entry, on which nothing is unusual.
                days[number] = re.search(r'<li value="\d+">([-\d]+): ', text)[1]
            action = lambda number: (
                "POST",
                f"/patients/{patient(number)}",
                f"version={versions[number]}&what=weighed&weight=70+kg&day={days[number]}",
            )
            report(program, "one action" + at_once, lambda: timed(port, actions, workers, action, 303))
    finally:
        program.kill()
        program.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
