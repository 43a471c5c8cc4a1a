#pragma once
// Private to this room: the few ways in which we build PDF objects with PoDoFo 0.9.8.
//
// PoDoFo parses, holds and serialises objects (strings, names, escapes, dictionaries). The file
// around them (offsets, cross-reference table, revisions) is ours (revision.h): PoDoFo's writer
// stamps times of its own, rewrites /Info in each update, and writes the update before the
// signature exists.

#include <podofo/podofo.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>

#include "pipeline/error.h"

namespace chengnuo::signing {

/// Numbers need this: AddKey(key, pdf_int64) picks a wrong overload in 0.9.8.
PoDoFo::PdfVariant integer(std::int64_t value);
PoDoFo::PdfVariant integers(std::initializer_list<std::int64_t> values);
PoDoFo::PdfVariant name(const char* text);
PoDoFo::PdfVariant reference(std::uint32_t object);
/// A text string: plain ASCII as it is, all else UTF-16BE (ISO 32000-1, 7.9.2.2).
PoDoFo::PdfVariant text_string(const std::string& utf8);

/// As it stands in a file, with the line ends that PDF/A wants.
std::string serialised(const PoDoFo::PdfVariant& value);

/// What PoDoFo made of `file` was an error: throws it as ours.
[[noreturn]] void throw_pdf_error(const PoDoFo::PdfError& error, pipeline::Remedy remedy,
                                  const std::filesystem::path& file);

}  // namespace chengnuo::signing
