#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/submission.h"

namespace chengnuo::publication {

/// A part of a printed paper, from top to bottom. Text is UTF-8.
struct PaperBlock {
  enum class Kind {
    red_head,   ///< 发文机关标志: red, centred, with a red rule below the next `number`
    number,     ///< 发文字号, centred
    title,      ///< 标题
    addressee,  ///< 主送机关, flush left
    heading,    ///< 一级标题 "一、…"
    text,       ///< 正文: two characters in
    field,      ///< "label" and "text", for forms
    signature,  ///< 署名 and 成文日期, to the right
    note,       ///< small, flush left
    table,
    picture,  ///< a page's image with "text" below it
    gap,      ///< one empty line
  };
  Kind kind = Kind::text;
  std::string text;
  std::string label = {};
  struct Column {
    std::string head;
    double width = 1;  ///< share of the page
  };
  std::vector<Column> columns = {};  ///< table
  std::vector<std::vector<std::string>> rows = {};
  std::filesystem::path picture = {};  ///< PNG
};

/// A paper to print and sign.
struct Paper {
  std::string title;                                           ///< of the file
  std::string author;                                          ///< of the file
  pipeline::Time made;                                         ///< of the file
  enum class Sheet { upright, lying } sheet = Sheet::upright;  ///< A4; lying for wide tables
  std::vector<PaperBlock> blocks;
};

/// Writes it as PDF in the measures of GB/T 9704-2012: A4, margins 37 mm above and 28 mm left, 22
/// lines of 28 characters, body 3 号 (16 pt) 仿宋, title 2 号 (22 pt) 小标宋, page numbers "— 1 —".
/// Fonts that are not installed are replaced by the Noto CJK ones. A table's head is repeated on
/// each page. The same paper gives the same bytes. Throws Error: fix_setup if the file cannot be
/// written or no Chinese font is there.
void write_pdf(const std::filesystem::path& file, const Paper& paper);

}  // namespace chengnuo::publication
