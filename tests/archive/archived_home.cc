#include "tests/archive/archived_home.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::tests {

using pipeline::Document;
using pipeline::DocumentKind;
using pipeline::Holder;
using pipeline::Page;
using pipeline::Submission;
using pipeline::write_durably;

Papers::Papers() { std::filesystem::create_directories(work_.root()); }

Submission Papers::submission(const std::string& id, const std::string& enterprise,
                              const std::string& sentence) {
  const std::string scan = "%PDF-1.4 scan of " + enterprise + "\n%%EOF\n";
  const std::string sha256 = pipeline::sha256_hex(scan);
  write_durably(work_.drop(sha256), scan);

  const std::vector<std::vector<std::string>> lines = {
      {"质量信誉承诺书", enterprise, "我们郑重承诺：" + sentence, "严格遵守法律、",
       "法规和标准要求。"},
      {"申请表", "企业名称：" + enterprise, "执行标准：GB/T 19001-2016"}};
  for (int number = 1; number <= 2; ++number) {
    Page page;
    page.number = number;
    page.width = 2480;
    page.height = 3508;
    page.dpi = 300;
    for (const std::string& text : lines[static_cast<std::size_t>(number - 1)]) {
      pipeline::Line line;
      line.text = text;
      line.box = {200, 100 + 80 * static_cast<int>(page.lines.size()), 1800, 60};
      page.lines.push_back(line);
    }
    write_durably(work_.page_facts(sha256, number), pipeline::stored_text(nlohmann::json(page)));
    write_durably(work_.page_image(sha256, number, page.colour),
                  "\xFF\xD8\xFF page " + std::to_string(number) + " of " + enterprise);
  }

  Submission submission;
  submission.id = id;
  submission.unit = "KJS";
  submission.batch = "第一批";
  submission.enterprise = enterprise;
  submission.credit_code = "91130100MA0" + sha256.substr(0, 7);
  submission.drops = {
      {sha256, "扫描0001.pdf", "第一批", static_cast<std::int64_t>(scan.size()), {}}};
  submission.pages = {{sha256, 1}, {sha256, 2}};
  Document letter;
  letter.kind = DocumentKind::letter;
  letter.template_id = "letter-2011";
  letter.pages = {1};
  letter.text = "我们郑重承诺：" + sentence;
  letter.fields["signed_on"].value = "2025-11-01";
  letter.requirements["meaning"].verdict = pipeline::Verdict::met;
  Document form;
  form.kind = DocumentKind::form;
  form.pages = {2};
  submission.documents = {letter, form};
  submission.decisions = {{"审核员", {}, "approve", "", "", "", "符合"}};
  for (const Holder holder : {Holder::unit, Holder::enterprise}) {
    const std::string copy =
        "%PDF-1.7 copy for " + std::string(pipeline::name_of(holder)) + " of " + enterprise;
    const auto file = work_.made(id) / (std::string(pipeline::name_of(holder)) + ".pdf");
    write_durably(file, copy);
    submission.copies.push_back({holder, file.lexically_relative(work_.root()).string(),
                                 pipeline::sha256_hex(copy), "B-T", ""});
  }
  submission.state = pipeline::State::signed_;
  submission.stage = "archive";
  return submission;
}

std::vector<std::string> Papers::archived_files() const {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(archive())) {
    if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(archive()));
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace chengnuo::tests
