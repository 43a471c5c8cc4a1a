"""Pages read side by side: ours, tesseract, ocrmypdf and RapidOCR on the same scans in one run.

    reading_bench.py PROGRAM PYTHON CASES [--pages N] [--growth]

PROGRAM is chengnuo (its reader beside it), PYTHON what tests/bench/reading/setup printed, CASES a
folder of cases with the truth about each page in its case.json. Prints for each program: pages per
minute by the clock on two cores, processor seconds a page, the share of characters that it read wrong
in any order (all, and in lines under a seal), the largest memory of one of its processes in MB, and
ours in parts of it. --growth: how ours grows with the number of pages and with their resolution.

Each program gets JPEG pages and two processes of one thread. Processor seconds are what tells on a
machine that does other things, too; the clock tells on one that is free.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata

CORES = 2
HERE = pathlib.Path(__file__).parent
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def plain(text):
    text = unicodedata.normalize("NFKC", text or "")
    for other, usual in (("丶", "、"), ("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("○", "〇")):
        text = text.replace(other, usual)
    return "".join(text.split())


def least_distance(line, text):
    """Edit distance of a line to the part of a text that is most like it (Sellers, 1980)."""
    row = [0] * (len(text) + 1)
    for i, wanted in enumerate(line, 1):
        diagonal, row[0] = row[0], i
        for j, read in enumerate(text, 1):
            diagonal, row[j] = row[j], min(diagonal + (wanted != read), row[j] + 1, row[j - 1] + 1)
    return min(row)


class Page:
    def __init__(self, image, lines):
        self.image, self.lines = image, lines


def pages_of(cases, most, folder):
    """The cases' pages as JPEG files of their own, as many as asked for."""
    pages = []
    for case in sorted(cases.glob("*/case.json")):
        told = json.loads(case.read_text("utf-8"))
        for kind in ("form", "letter"):
            if kind not in told or len(pages) == most:
                continue
            page, image = told[kind], folder / f"{case.parent.name}-{kind}.jpg"
            scan = case.parent / page["file"]
            if scan.suffix == ".jpg":
                shutil.copy(scan, image)
            elif scan.suffix == ".pdf":
                number = str(page.get("page", 1))
                subprocess.run(["pdfimages", "-j", "-f", number, "-l", number, scan, folder / "x"], check=True)
                next(folder.glob("x-*.jpg")).rename(image)
            else:
                continue
            pages.append(Page(image, page["lines"]))
    return pages


class Memory(threading.Thread):
    """The largest resident memory of any one process below this one, in MB."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()

    def run(self):
        while not self.over.wait(0.2):
            for status in pathlib.Path("/proc").glob("[0-9]*/status"):
                try:
                    facts = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                except OSError:
                    continue
                if self.ours(status.parent) and "VmHWM" in facts:
                    self.most = max(self.most, int(facts["VmHWM"].split()[0]) // 1024)

    @staticmethod
    def ours(process):
        while process.name not in ("0", "1"):
            if process.name == str(os.getpid()):
                return True
            try:
                process = process.parent / (process / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                return False
        return False


def measured(work):
    """Seconds by the clock, processor seconds of all children, largest process in MB."""
    memory = Memory()
    memory.start()
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    work()
    clock, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    memory.over.set()
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory.most


def side_by_side(commands):
    running = [subprocess.Popen(c, env=ONE_THREAD, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for c in commands]
    for process in running:
        if process.wait() != 0:
            sys.exit(f"{process.args[0]} failed")


def in_turn(commands):
    """All of them, as many at a time as there are cores."""
    waiting = list(commands)

    def one_after_another():
        while waiting:
            side_by_side([waiting.pop()])

    threads = [threading.Thread(target=one_after_another) for _ in range(CORES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ours(program, files, out):
    read = subprocess.run([program, "read", "--json", *files], stdout=subprocess.PIPE, check=True)
    for file, page in zip(files, json.loads(read.stdout)["pages"]):
        (out / (file.stem + ".txt")).write_text(page["text"], "utf-8")


def tesseract(files, out):
    in_turn(["tesseract", f, out / f.stem, "-l", "chi_sim"] for f in files)


def ocrmypdf(files, out):
    for file in files:
        subprocess.run(["img2pdf", "--rotation=ifvalid", "-o", out / (file.stem + ".pdf"), file], check=True)
    in_turn(["ocrmypdf", "-q", "--jobs", "1", "-l", "chi_sim", "--rotate-pages", "--deskew", "--output-type", "pdfa",
             "--sidecar", out / (f.stem + ".txt"), out / (f.stem + ".pdf"), out / (f.stem + "-a.pdf")] for f in files)


def rapidocr(python, files, out):
    side_by_side([python, HERE / "rapidocr_pages.py", out, *files[core::CORES]] for core in range(CORES))


def error_rates(pages, out):
    length = wrong = below = wrong_below = 0
    for page in pages:
        file = out / (page.image.stem + ".txt")
        text = plain(file.read_text("utf-8")) if file.exists() else ""
        for line in page.lines:
            wanted = plain(line["text"])
            miss = min(least_distance(wanted, text), len(wanted))
            length, wrong = length + len(wanted), wrong + miss
            if "1" in line["under_seal"]:
                below, wrong_below = below + len(wanted), wrong_below + miss
    return wrong / length, wrong_below / max(1, below)


def compare(arguments, pages, folder):
    files = [page.image for page in pages]
    programs = {"ours": lambda out: ours(arguments.program, files, out),
                "rapidocr": lambda out: rapidocr(arguments.python, files, out),
                "tesseract": lambda out: tesseract(files, out),
                "ocrmypdf": lambda out: ocrmypdf(files, out)}
    print(f"{len(files)} pages, {CORES} processes of one thread")
    print(f"{'':10} {'pages/min':>9} {'cpu s/page':>10} {'wrong':>7} {'sealed':>7} {'MB':>5}  ours: by clock, by cpu")
    own = None
    for name, work in programs.items():
        out = folder / name
        out.mkdir()
        clock, cpu, memory = measured(lambda: work(out))
        own = own or (clock, cpu)
        wrong, sealed = error_rates(pages, out)
        print(f"{name:10} {60 * len(files) / clock:9.1f} {cpu / len(files):10.2f} {wrong:7.4f} {sealed:7.4f} {memory:5}"
              f"  x {clock / own[0]:.2f}, x {cpu / own[1]:.2f}", flush=True)


def growth(program, pages, folder):
    for count in (1, 10, 100):
        files = [page.image for page in pages] * (count // len(pages) + 1)
        clock, cpu, memory = measured(lambda: subprocess.run([program, "read", "--json", *files[:count]], stdout=subprocess.DEVNULL, check=True))
        print(f"{count:5} pages       {clock / count:6.2f} s a page, {cpu / count:6.2f} of processor, {memory} MB", flush=True)
    from PIL import Image
    for dpi in (150, 300, 600):
        files = []
        for page in pages[:8]:
            image = Image.open(page.image)
            files.append(folder / f"{dpi}-{page.image.name}")
            scale = dpi / round(image.info.get("dpi", (300,))[0])
            image.resize((round(image.width * scale), round(image.height * scale))).save(files[-1], dpi=(dpi, dpi), quality=85)
        clock, cpu, memory = measured(lambda: subprocess.run([program, "read", "--json", *files], stdout=subprocess.DEVNULL, check=True))
        print(f"{dpi:5} dpi, {len(files)} pages {clock / len(files):6.2f} s a page, {cpu / len(files):6.2f} of processor, {memory} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("python")
    parser.add_argument("cases", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--growth", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reading-bench-") as name:
        folder = pathlib.Path(name)
        pages = pages_of(arguments.cases, arguments.pages, folder)
        if arguments.growth:
            growth(arguments.program, pages, folder)
        else:
            compare(arguments, pages, folder)


if __name__ == "__main__":
    main()
