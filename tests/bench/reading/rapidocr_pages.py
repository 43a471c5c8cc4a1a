"""Reads page images with RapidOCR as it comes, one process: rapidocr_pages.py OUT FILE…

Writes OUT/<name>.txt. One thread, as each of ours has; reading_bench.py starts one for each core.
"""

import pathlib
import sys

from rapidocr import RapidOCR

out = pathlib.Path(sys.argv[1])
engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1,
                          "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                          "Global.log_level": "error"})
for name in sys.argv[2:]:
    read = engine(name)
    (out / (pathlib.Path(name).stem + ".txt")).write_text("\n".join(read.txts or ()), "utf-8")
