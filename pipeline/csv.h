#pragma once

#include <string>
#include <vector>

namespace chengnuo::pipeline {

/// Rows as CSV that Excel and WPS open rightly: UTF-8 with BOM, CRLF, every cell in quotes. A cell
/// that a spreadsheet would take for a formula (= + - @ and their full-width forms) or for a number
/// that it shows as 9.14E+17 (12 digits and more) gets a TAB in front, which shows nothing.
std::string csv_text(const std::vector<std::vector<std::string>>& rows);

}  // namespace chengnuo::pipeline
