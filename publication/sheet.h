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

/// The heads and rows as CSV (pipeline/csv.h).
std::string csv_text(const Sheet& sheet);
/// The same as a file. Throws Error: fix_setup, retry.
void write_csv(const std::filesystem::path& file, const Sheet& sheet);

}  // namespace chengnuo::publication
