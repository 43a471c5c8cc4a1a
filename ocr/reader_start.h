#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace chengnuo::ocr {

// What service and reader process say to each other (channel.h). The service asks, the reader
// answers each question once, in order.
//
//   {"do": "start", …ReaderStart}      → {"ready": true}
//   {"do": "open"} + [file]            → {"pages": N, "notices": [Message…]}
//   {"do": "read", "page": N}
//       + [file, image to be written]  → {"page": Page}
//   anything                           → {"error": {"remedy", "message", "advice"}}
//
// The reader gets its files open and opens none itself. It ends when the line is closed.

/// What a reader process is told once, at its start.
struct ReaderStart {
  std::string engine;
  std::string precision = "native";
  std::filesystem::path models;
  std::filesystem::path tessdata;
  std::filesystem::path scratch;  ///< an empty folder of its own
  long memory_mb = 0;
  long cpu_seconds = 0;   ///< processor time in its whole life
  int page_seconds = 0;   ///< processor time for one page or one opening
  int clock_seconds = 0;  ///< the same by the clock

  NLOHMANN_DEFINE_TYPE_INTRUSIVE(ReaderStart, engine, precision, models, tessdata, scratch,
                                 memory_mb, cpu_seconds, page_seconds, clock_seconds)
};

}  // namespace chengnuo::ocr
