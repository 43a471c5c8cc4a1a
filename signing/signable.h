#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/message.h"

namespace chengnuo::signing {

/// Why a file cannot be signed here.
struct Unsignable {
  std::string code;  ///< NOT_A_PDF, DAMAGED, ENCRYPTED, LINEARISED, XREF_STREAM, ALREADY_SIGNED
  pipeline::Message what;
  pipeline::Message advice;
};

/// The outside of a PDF, looked at without parsing its objects.
struct Outside {
  std::uint64_t size = 0;
  std::uint64_t last_table = 0;  ///< offset of the last cross-reference table
  bool ends_with_newline = false;
  bool has_signature = false;          ///< "/ByteRange" stands somewhere
  std::optional<Unsignable> obstacle;  ///< never ALREADY_SIGNED, which is the caller's to decide
};

/// What an incremental update with a classic cross-reference table needs to know. Files with
/// cross-reference streams, linearised and encrypted ones are refused: a classic table behind them
/// is taken for an alteration by strict readers. Streams the file: memory does not grow with it.
/// Throws Error: retry if it cannot be read.
Outside look_at(const std::filesystem::path& pdf);

}  // namespace chengnuo::signing
