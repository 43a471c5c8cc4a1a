#include "ocr/read_stage.h"

#include <algorithm>

#include "pipeline/error.h"

namespace chengnuo::ocr {
namespace {

using pipeline::Drop;
using pipeline::Error;
using pipeline::Message;
using pipeline::Page;

/// Of several papers in one submission the reader must be told which one is meant.
std::vector<Page> read_drop(ReaderPool& pool, const pipeline::WorkFolder& work, const Drop& drop) {
  try {
    return pool.read(work.drop(drop.sha256), work.reading(drop.sha256));
  } catch (const Error& error) {
    if (error.remedy() != pipeline::Remedy::fix_document) throw;
    const Message& what = error.message();
    throw Error(error.remedy(), {"“" + drop.name + "”：" + what.zh, drop.name + ": " + what.en},
                error.advice(), error.file());
  }
}

pipeline::Hold nothing_readable(const std::vector<Page>& pages) {
  pipeline::Hold hold;
  hold.for_whom = pipeline::HoldFor::clerk;
  hold.reason = pages.front().notices.empty()
                    ? Message{"没有一页能够读出", "Not one page could be read"}
                    : pages.front().notices.back();
  hold.advice = {"请查看原文件；如确为扫描件，请重新扫描后提交",
                 "Look at the file; if it is a scan, scan it again and hand that in"};
  hold.page = 1;
  return hold;
}

}  // namespace

pipeline::Stage read_stage(ReaderPool& pool, pipeline::WorkFolder work) {
  const auto run = [&pool, work = std::move(work)](pipeline::Submission& submission) {
    std::vector<Page> all;
    submission.pages.clear();
    for (const Drop& drop : submission.drops) {
      for (Page& page : read_drop(pool, work, drop)) {
        submission.pages.push_back({drop.sha256, page.number});
        all.push_back(std::move(page));
      }
    }
    pipeline::Outcome outcome;
    if (!all.empty() && std::ranges::all_of(all, &Page::unreadable))
      outcome.holds.push_back(nothing_readable(all));
    return outcome;
  };
  return {"read", pipeline::State::reading, run};
}

}  // namespace chengnuo::ocr
