#include "publication/sheet.h"

#include <xlsxwriter.h>

#include <cstdlib>
#include <memory>

#include "pipeline/csv.h"
#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::publication {
namespace {

/// Closing writes the file and frees the workbook; what is left open is closed all the same.
struct WorkbookClose {
  void operator()(lxw_workbook* book) const noexcept { workbook_close(book); }
};
using WorkbookPtr = std::unique_ptr<lxw_workbook, WorkbookClose>;

struct Formats {
  lxw_format* head;
  lxw_format* text;
  lxw_format* number;
};

Formats formats_in(lxw_workbook* book) {
  const Formats formats{workbook_add_format(book), workbook_add_format(book),
                        workbook_add_format(book)};
  for (lxw_format* format : {formats.head, formats.text, formats.number}) {
    format_set_border(format, LXW_BORDER_THIN);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  }
  format_set_bold(formats.head);
  format_set_bg_color(formats.head, 0xECE6DA);
  format_set_num_format(formats.text, "@");
  return formats;
}

void write_sheet(lxw_workbook* book, const Sheet& sheet, const Formats& formats) {
  lxw_worksheet* page = workbook_add_worksheet(book, sheet.name.c_str());
  const auto columns = static_cast<lxw_col_t>(sheet.columns.size());
  for (lxw_col_t c = 0; c < columns; ++c) {
    worksheet_set_column(page, c, c, sheet.columns[c].width, nullptr);
    worksheet_write_string(page, 0, c, sheet.columns[c].head.c_str(), formats.head);
  }
  lxw_row_t r = 0;
  for (const auto& row : sheet.rows) {
    ++r;
    for (lxw_col_t c = 0; c < columns && c < row.size(); ++c)
      if (sheet.columns[c].kind == Sheet::Kind::number)
        worksheet_write_number(page, r, c, std::strtod(row[c].c_str(), nullptr), formats.number);
      else
        worksheet_write_string(page, r, c, row[c].c_str(), formats.text);
  }
  worksheet_freeze_panes(page, 1, 0);
  if (columns > 0) worksheet_autofilter(page, 0, 0, r, static_cast<lxw_col_t>(columns - 1));
  worksheet_set_landscape(page);
  worksheet_set_paper(page, 9);  // A4
  worksheet_fit_to_pages(page, 1, 0);
  worksheet_repeat_rows(page, 0, 0);
}

}  // namespace

void write_xlsx(const std::filesystem::path& file, const std::vector<Sheet>& sheets) {
  WorkbookPtr book(workbook_new(file.c_str()));
  const Formats formats = formats_in(book.get());
  for (const Sheet& sheet : sheets) write_sheet(book.get(), sheet, formats);
  if (const lxw_error error = workbook_close(book.release()); error != LXW_NO_ERROR)
    throw pipeline::Error(pipeline::Remedy::fix_setup,
                          {"表格文件无法写入。", "The workbook cannot be written."},
                          {"请检查文件夹是否存在、可写，文件是否正被打开。",
                           "Does the folder exist, may it be written, is the file open?"},
                          file);
}

std::string csv_text(const Sheet& sheet) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Sheet::Column& column : sheet.columns) rows.front().push_back(column.head);
  rows.insert(rows.end(), sheet.rows.begin(), sheet.rows.end());
  return pipeline::csv_text(rows);
}

void write_csv(const std::filesystem::path& file, const Sheet& sheet) {
  pipeline::write_durably(file, csv_text(sheet));
}

}  // namespace chengnuo::publication
