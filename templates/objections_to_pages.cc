#include "templates/objections.h"
#include "templates/plan.h"
#include "templates/sort.h"
#include "templates/titles.h"

namespace chengnuo::templates {

Objections objections_to_pages(const Judged& paper) {
  Objections all;
  for (const SheetPage& page : paper.sheet) {
    // What a reader noticed, scripts in a PDF or a damaged file, is for a person to weigh.
    for (const pipeline::Message& notice : page.page->notices)
      all.push_back(
          {notice, {"请查看该页后决定。", "Look at the page and decide."}, page.number, {}, false});
    if (!page.page->unreadable) continue;
    all.push_back({{"第 " + std::to_string(page.number) + " 页无法读取。",
                    "Page " + std::to_string(page.number) + " could not be read."},
                   {"请重新扫描该页（彩色，300 dpi）。", "Scan the page again (colour, 300 dpi)."},
                   page.number,
                   {},
                   false});
  }
  return all;
}

Objections objections_to_kind(const Judged& paper) {
  Objections all;
  if (!is_in_force(paper.of.valid_from, paper.of.valid_until, paper.settings.day))
    all.push_back(
        {{"模板“" + paper.of.id + "”在收件日（" + paper.settings.day + "）不在有效期内。",
          "The template " + paper.of.id + " was not in force on " + paper.settings.day + "."},
         {"请确认本件适用哪一版模板；请管理员更新模板的有效期。",
          "Decide which version applies; the administrator must put the template's validity "
          "right."},
         paper.first_page(),
         {},
         false});
  const auto title =
      paper.sheet.empty() ? std::nullopt : find_title(paper.of, *paper.sheet.front().page);
  if (title && title->cost <= 1) return all;
  if (title && is_built_as(paper.of, *paper.sheet.front().page)) return all;  // both say the same
  all.push_back({{std::string("标题未能确认，按内容判断为") + paper.paper_zh() + "。",
                  std::string("The title was not read with certainty; by its content this is a ") +
                      paper.paper_en() + "."},
                 {"请确认文件类型。", "Confirm what kind of paper it is."},
                 paper.first_page(),
                 {},
                 false});
  return all;
}

}  // namespace chengnuo::templates
