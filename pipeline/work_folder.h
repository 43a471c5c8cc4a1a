#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "pipeline/page.h"
#include "pipeline/submission.h"

namespace chengnuo::pipeline {

/// The folder that one file is read into, and the names in it.
class ReadingFolder {
 public:
  explicit ReadingFolder(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path page_facts(int number) const;
  /// Where the image of a page is to be written.
  std::filesystem::path page_image(int number, ColourMode colour) const;
  /// The image of a page that was read: whichever of the two is there.
  std::filesystem::path page_image(int number) const;
  std::filesystem::path done() const { return path_ / "done.json"; }

 private:
  std::filesystem::path path_;
};

/// Knows the name of every intermediate file; nobody else does. All are made by write-to-partial,
/// fsync, rename, fsync of the folder (file.h), so what has its final name is whole.
///
///     drops/<sha256>              the bytes as they came
///     unpacking/…                 what a zip holds, on its way to drops; nothing to keep
///     read/<sha256>/p0001.json    what was read on a page (pipeline::Page)
///     read/<sha256>/p0001.jpg     the upright page image; .png where the scan is bi-level
///     read/<sha256>/done.json     number of pages; present when all pages are
///     made/<submission>/…         copies on their way to the archive, marked pages for a person
class WorkFolder {
 public:
  explicit WorkFolder(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path drops() const { return root_ / "drops"; }
  std::filesystem::path drop(const std::string& sha256) const { return drops() / sha256; }
  std::filesystem::path unpacking() const { return root_ / "unpacking"; }
  std::filesystem::path reading(const std::string& sha256) const { return root_ / "read" / sha256; }
  std::filesystem::path page_facts(const std::string& sha256, int number) const {
    return ReadingFolder(reading(sha256)).page_facts(number);
  }
  std::filesystem::path page_image(const std::string& sha256, int number, ColourMode colour) const {
    return ReadingFolder(reading(sha256)).page_image(number, colour);
  }
  std::filesystem::path page_image(const std::string& sha256, int number) const {
    return ReadingFolder(reading(sha256)).page_image(number);
  }
  std::filesystem::path reading_done(const std::string& sha256) const {
    return ReadingFolder(reading(sha256)).done();
  }
  std::filesystem::path made(const std::string& submission) const {
    return root_ / "made" / submission;
  }
  /// The signed copy of the letter: "copy-unit.pdf", "copy-enterprise.pdf".
  std::filesystem::path copy(const std::string& submission, Holder holder) const;
  std::filesystem::path marked_page(const std::string& submission, int number) const;

 private:
  std::filesystem::path root_;
};

}  // namespace chengnuo::pipeline
