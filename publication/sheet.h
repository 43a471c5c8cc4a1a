#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chengnuo::publication {

/// A table for Excel or WPS. Cells are text but in columns of numbers.
struct Sheet {
  enum class Kind { text, number };
  struct Column {
    std::string head;
    Kind kind = Kind::text;
    double width = 12;  ///< characters
  };
  std::string name;
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// One workbook: heads in bold, frozen and with filters; lying A4, heads repeated when printed.
/// Text stays text, so that long numbers keep their digits and nothing is taken for a formula.
/// Throws Error: fix_setup if the file cannot be written.
void write_xlsx(const std::filesystem::path& file, const std::vector<Sheet>& sheets);

/// CSV (RFC 4180) in UTF-8 with byte order mark, as Excel wants it. Text that would be taken for a
/// formula begins with an apostrophe; long digits begin with a tab, so that they stay text.
/// Throws Error: fix_setup, retry.
void write_csv(const std::filesystem::path& file, const Sheet& sheet);

/// What a text cell becomes in a CSV file, before quoting.
std::string guarded_cell(const std::string& text);

}  // namespace chengnuo::publication
