#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace chengnuo::ocr {

/// How scans are read. Defaults suit a machine with 1 GB for each core.
struct ReaderSettings {
  std::filesystem::path reader{};  ///< the reader program; empty: chengnuo-reader beside this one
  int processes = 0;               ///< reader processes; 0: one for each core
  /// A page that takes more processor time costs its reader, and so does one that takes four times
  /// as long by the clock: on a busy machine a page takes longer and is no worse for it.
  std::chrono::milliseconds page_limit{60'000};
  int pages_per_process = 200;       ///< after so many pages a reader is replaced
  long memory_mb = 3000;             ///< a reader's address space
  std::string engine = "auto";       ///< "auto", "ppocr", "tesseract"
  std::string precision = "native";  ///< "native", "exact": engines.h
  std::filesystem::path models{};    ///< folder of the PP-OCR models; empty: none installed
  std::filesystem::path tessdata{};  ///< folder of chi_sim.traineddata; empty: Tesseract's own
  int max_pages = 200;               ///< of one file; longer ones are to be split
};

}  // namespace chengnuo::ocr
