"""Another office's receiver, written from docs/publication.md alone: nothing but Python, xmllint and xmlsec1.

usage: receiver.py SCHEMA.xsd CA.pem FOLDER     prints its port, then serves
"""

import hashlib
import http.server
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import quoteattr

SCHEMA, CA, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
NS = "{urn:chengnuo:publication:1}"


def accepted_by(*command):
    return subprocess.run(command, capture_output=True).returncode == 0


def fault_in(file):
    if not accepted_by("xmllint", "--noout", "--nonet", "--schema", SCHEMA, file):
        return 400, "not valid"
    if not accepted_by("xmlsec1", "--verify", "--trusted-pem", CA, "--enabled-key-data", "x509", file):
        return 403, "signature not accepted"
    return None


def meaning(xml):
    """What a message says: a repetition may be signed anew, and be written at another time."""
    root = ElementTree.fromstring(xml)
    for changing in ("created", "after"):
        root.attrib.pop(changing, None)
    for signature in root.findall("{http://www.w3.org/2000/09/xmldsig#}Signature"):
        root.remove(signature)
    return hashlib.sha256(ElementTree.tostring(root)).hexdigest()


def receipt(message, status, number="", reason="", needs=""):
    needs = f" needs={quoteattr(needs)}" if needs else ""
    number = f" number={quoteattr(number)}" if number else ""
    reason = f"<reason>{reason}</reason>" if reason else ""
    return (f'<receipt xmlns="urn:chengnuo:publication:1" message={quoteattr(message)} status="{status}"'
            f'{number}{needs} at="2025-11-04T02:00:00Z">{reason}</receipt>')


class Receiver(http.server.BaseHTTPRequestHandler):
    taken = {}  # id → meaning, receipt

    def do_POST(self):
        xml = self.rfile.read(int(self.headers["Content-Length"]))
        file = FOLDER / "message.xml"
        file.write_bytes(xml)
        fault = fault_in(file)
        if fault:
            return self.answer(fault[0], receipt("unknown", "refused", reason=fault[1]))
        name = ElementTree.fromstring(xml).get("id")
        after = ElementTree.fromstring(xml).get("after")
        if name not in self.taken and after is not None and after not in self.taken:
            needs = receipt(name, "refused", needs=after, reason="another has to come before it")
            return self.answer(503, needs)
        if name not in self.taken:
            (FOLDER / f"{name}.xml").write_bytes(xml)
            self.taken[name] = meaning(xml), receipt(name, "accepted", f"Q{len(self.taken) + 1}")
        known, given = self.taken[name]
        if known != meaning(xml):
            return self.answer(409, receipt(name, "refused", reason="another message has this id"))
        self.answer(200, given)

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


with http.server.HTTPServer(("127.0.0.1", 0), Receiver) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
