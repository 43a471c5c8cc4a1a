// How long the findings of a page take beyond reading. Prints milliseconds for each page.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <vector>

#include "templates/check.h"
#include "tests/templates/papers.h"

namespace {

using chengnuo::templates::Catalogue;

double milliseconds_of(const Catalogue& catalogue, const std::string& unit,
                       const std::vector<chengnuo::pipeline::Page>& pages) {
  constexpr int kTimes = 50;
  std::vector<double> all;
  for (int i = 0; i < kTimes; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    check_pages(catalogue, unit, pages);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    all.push_back(took.count() / static_cast<double>(pages.size()));
  }
  std::ranges::sort(all);
  return all[kTimes / 2];
}

}  // namespace

int main() {
  using namespace chengnuo::templates;
  const std::filesystem::path source(CHENGNUO_SOURCE_DIR);
  Catalogue catalogue(source / "templates/xml");
  catalogue.add_file(source / "tests/files/templates/own/letter.xml", "own");
  LetterPaper kept;
  kept.body = {"江苏恒润机械制造有限公司深知质量信誉是企业生存和发展的根本，郑重承诺：",
               "一、诚实守信，珍视信誉；遵守法律法规，执行国家标准；承担产品全生命周期质量责任；",
               "持续改进产品质量和质量管理，坚持技术进步和产品创新；坚持绿色生产。",
               "二、公布监督电话0411-87654321，自觉接受社会监督，如违背承诺，自愿接受处罚。",
               "本企业已了解上述承诺条款，自愿签署本承诺书。"};
  const auto tell = [](const char* what, double took) {
    std::cout << what << ": " << took << " ms a page\n";
  };
  tell("form", milliseconds_of(catalogue, "any", {FormPaper{}.draw()}));
  tell("letter", milliseconds_of(catalogue, "any", {LetterPaper{}.draw()}));
  tell("letter beside its registered wording", milliseconds_of(catalogue, "own", {kept.draw()}));
  tell("form and letter together",
       milliseconds_of(catalogue, "any", {FormPaper{}.draw(1), LetterPaper{}.draw(2)}));
}
