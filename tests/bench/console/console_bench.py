"""How the page answers while 50 people read and 10 decide beside a batch of 5,000 letters.

    console_bench.py PROGRAM FORM.jpg LETTER.jpg [SECONDS]

One submission is read from the two scans; its row is copied 5,000 times into the register of a home in
a temporary folder. Prints median, 95th percentile and maximum for each kind of call, and what failed;
ends with 1 if a 95th percentile is 200 ms or more, or anything failed.
"""

import http.client
import json
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

PASSWORD = "correct horse battery"
READERS, REVIEWERS, LETTERS = 50, 10, 5000


def call(line, headers, method, path, body=None):
    begun = time.monotonic()
    line.request(method, path, json.dumps(body) if body is not None else None,
                 {**headers, "Content-Type": "application/json"})
    answer = line.getresponse()
    text = answer.read()
    return answer, text, time.monotonic() - begun


class Bench:
    def __init__(self, program, scans, seconds):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chengnuo-bench-"))
        self.home = self.folder / "home"
        self.program, self.seconds = program, seconds
        self.times, self.failures, self.lock = {}, [], threading.Lock()
        self.run("init", str(self.home))
        config = self.home / "chengnuo.toml"
        config.write_text(config.read_text().replace(
            "\n[console]\n", '\n[console]\nlisten = "127.0.0.1:0"\n'))
        for scan in scans:
            shutil.copy(scan, self.home / "inbox" / "unit1")
        self.run("run", "--once", "--home", str(self.home))
        self.fill()
        for number in range(REVIEWERS):
            self.run("user", "add", f"u{number}", "--role", "checker", "--home", str(self.home),
                     input=PASSWORD + "\n")

    def run(self, *arguments, **options):
        subprocess.run([self.program, *arguments], check=True, capture_output=True, text=True,
                       **options)

    def fill(self):
        with sqlite3.connect(self.home / "register.db") as register:
            rows = register.execute("SELECT * FROM submission WHERE state = 'held'")
            names = [column[0] for column in rows.description]
            row = dict(zip(names, rows.fetchone()))
            first = row["id"]
            self.prefix = first[:-6]
            for number in range(1000, 1000 + LETTERS):
                copy = {**row, "id": f"{self.prefix}{number:06}", "batch": "b1"}
                copy["body"] = row["body"].replace(first, copy["id"])
                marks = ",".join("?" * len(copy))
                register.execute(f"INSERT INTO submission ({','.join(copy)}) VALUES ({marks})",
                                 list(copy.values()))

    def log_in(self, number):
        line = http.client.HTTPConnection(self.address, timeout=30)
        answer, text, _ = call(line, {}, "POST", "/api/session",
                               {"name": f"u{number % REVIEWERS}", "password": PASSWORD})
        return line, {"Cookie": answer.getheader("Set-Cookie").split(";")[0],
                      "X-CSRF-Token": json.loads(text)["csrf"]}

    def timed(self, kind, line, headers, method, path, body=None):
        answer, text, seconds = call(line, headers, method, path, body)
        with self.lock:
            self.times.setdefault(kind, []).append(seconds)
            if answer.status >= 400:
                self.failures.append((kind, answer.status, text[:200]))
        return text

    def read(self, line, headers, until):
        while time.monotonic() < until:
            one = f"/api/submissions/{self.prefix}{random.randrange(1000, 1000 + LETTERS):06}"
            kind, path = random.choice([
                ("home", "/api/home"), ("batches", "/api/batches"), ("case", one),
                ("list", f"/api/submissions?batch=b1&order=newest&offset={50 * random.randrange(90)}"),
                ("search", f"/api/submissions?q={one[-4:]}"), ("page", f"{one}/pages/1")])
            self.timed(kind, line, headers, "GET", path)
            time.sleep(random.uniform(0.5, 1.5))

    def review(self, line, headers, until, first):
        for number in range(first, first + LETTERS // REVIEWERS):
            if time.monotonic() >= until:
                return
            one = f"/api/submissions/{self.prefix}{number:06}"
            seen = json.loads(self.timed("case", line, headers, "GET", one))["revision"]
            self.timed("decide", line, headers, "POST", one + "/return",
                       {"revision": seen, "reason": "未盖章"})
            time.sleep(random.uniform(0.5, 1.5))

    def measure(self):
        service = subprocess.Popen([self.program, "run", "--home", str(self.home)],
                                   stderr=subprocess.PIPE, text=True)
        try:
            for said in service.stderr:
                found = re.search(r"http://([^/]+)/", said)
                if found:
                    self.address = found.group(1)
                    break
            threading.Thread(target=service.stderr.read, daemon=True).start()
            people = [self.log_in(number) for number in range(REVIEWERS)]
            until = time.monotonic() + self.seconds
            work = [threading.Thread(target=self.review,
                                     args=(*people[n], until, 1000 + n * LETTERS // REVIEWERS))
                    for n in range(REVIEWERS)]
            for n in range(READERS):
                line = http.client.HTTPConnection(self.address, timeout=30)
                work.append(threading.Thread(target=self.read,
                                             args=(line, people[n % REVIEWERS][1], until)))
            for each in work:
                each.start()
            for each in work:
                each.join()
        finally:
            service.terminate()
            service.wait(60)

    def report(self):
        slow = False
        for kind, times in sorted(self.times.items()):
            times.sort()
            late = 1000 * times[int(len(times) * 0.95)]
            slow = slow or late >= 200
            print(f"{kind:8} {len(times):5} calls  median {1000 * times[len(times) // 2]:4.0f} ms"
                  f"  p95 {late:4.0f} ms  most {1000 * times[-1]:4.0f} ms")
        print(f"failed: {len(self.failures)} {self.failures[:3]}")
        return 1 if slow or self.failures else 0


def main():
    bench = Bench(sys.argv[1], sys.argv[2:4], float(sys.argv[4]) if len(sys.argv) > 4 else 30)
    try:
        bench.measure()
        return bench.report()
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
