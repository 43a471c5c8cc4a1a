"""A home with its service running, and a browser before its page."""

import pathlib
import re
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "files" / "samples"
PASSWORD = "correct horse battery"


class House:
    """Runs `chengnuo run` on a home of its own until close()."""

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chengnuo-browser-"))
        self.home = self.folder / "home"
        self.command("init", str(self.home))
        config = self.home / "chengnuo.toml"
        text = config.read_text()
        text = text.replace("\n[console]\n", '\n[console]\nlisten = "127.0.0.1:0"\n')
        text = text.replace("\n[review]\n", "\n[review]\nundo_seconds = 3\n")
        # Good papers are accepted without a person; here a person is to be needed.
        text = text.replace("\n[checking]\n", "\n[checking]\nleast_confidence = 1.0\n")
        self.platform_process, self.platform = self.start_platform()
        text = text.replace("\n[publication.platform]\n",
                            f'\n[publication.platform]\nurl = "{self.platform}api/messages"\n')
        config.write_text(text)
        self.service = subprocess.Popen(
            [program, "run", "--home", str(self.home)], stderr=subprocess.PIPE, text=True)
        for line in self.service.stderr:
            found = re.search(r"(http://[^#\s]+)(#/setup/\w+)?", line)
            if found:
                self.url, self.setup = found.group(1), found.group(2) or ""
                break
        # Nobody reads on, and the pipe must not fill.
        self.drain = subprocess.Popen(["cat"], stdin=self.service.stderr, stdout=subprocess.DEVNULL)

    def start_platform(self):
        process = subprocess.Popen(
            [self.program, "platform", "--home", str(self.home), "--port", "0", "--folder",
             str(self.folder / "platform")], stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if found := re.search(r"http://\S+", line):
                return process, found.group(0)
        raise RuntimeError("the platform did not start")

    def command(self, *arguments, **options):
        return subprocess.run([self.program, *arguments], check=True, capture_output=True, text=True,
                              **options).stdout

    def close(self):
        self.service.terminate()
        self.service.wait(30)
        self.drain.wait(10)
        self.platform_process.terminate()
        self.platform_process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
