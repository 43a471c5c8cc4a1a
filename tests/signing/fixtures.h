#pragma once

#include <filesystem>
#include <string>

#include "signing/copy.h"
#include "signing/development_ca.h"
#include "signing/key.h"
#include "tests/pipeline/temporary_folder.h"

namespace chengnuo::signing::tests {

using chengnuo::tests::TemporaryFolder;

/// 2026-11-25 08:00:00 UTC, when everything in these tests happens.
inline constexpr pipeline::Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} +
                                     std::chrono::hours{8}};

std::filesystem::path test_file(const std::string& name);

/// A letter of two pages (a grey JPEG, a bi-level PNG) with text that is hard to extract.
CopyContent a_letter();
pipeline::Line a_line(const std::string& text, pipeline::Box box);

/// A copy in `folder`.
std::filesystem::path a_copy(const std::filesystem::path& folder);
/// A development key, made once for the whole program and kept.
std::unique_ptr<Key> a_key(KeyKind kind = KeyKind::p_256);
/// The folder of those keys.
const std::filesystem::path& key_folder();
/// A signed copy in `folder`.
std::filesystem::path a_signed_copy(const std::filesystem::path& folder,
                                    KeyKind kind = KeyKind::p_256);

/// What a program printed (both streams) and how it ended.
struct Ran {
  int status = -1;
  std::string output;
};
/// Runs a shell command; its parts must be free of quotes.
Ran run(const std::string& command);

/// The CMS in a PDF's (last) signature and the bytes that it signs, taken out by plain search, for
/// `openssl cms`.
struct Extracted {
  std::string cms;
  std::string signed_bytes;
};
Extracted extract_signature(const std::filesystem::path& pdf);

}  // namespace chengnuo::signing::tests
