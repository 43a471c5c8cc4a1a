#include "archive/filing.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "archive/media_type.h"
#include "archive/recovery.h"
#include "archive/retrieve.h"
#include "pipeline/crash_point.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "pipeline/json.h"

namespace chengnuo::archive {

using pipeline::crash_point;
using pipeline::DocumentKind;
using pipeline::Error;
using pipeline::Holder;
using pipeline::Page;
using pipeline::PageRef;
using pipeline::Remedy;
using pipeline::Submission;
using pipeline::WorkFolder;

namespace {

Page facts_of(const WorkFolder& work, const PageRef& page) {
  const auto file = work.page_facts(page.drop, page.number);
  return pipeline::from_stored<Page>(pipeline::read_file(file), file);
}

std::string page_name(int page) {
  std::string number = std::to_string(page);
  if (number.size() < 3) number.insert(0, 3 - number.size(), '0');  // DA/T 31: …-001
  return number;
}

/// Does the work folder hold what was read on its pages? After years it need not.
bool was_read_here(const Submission& submission, const WorkFolder& work) {
  return std::ranges::all_of(submission.pages, [&](const PageRef& page) {
    std::error_code ignored;
    return std::filesystem::exists(work.page_facts(page.drop, page.number), ignored);
  });
}

void require_both_copies(const Submission& submission) {
  for (const Holder holder : {Holder::unit, Holder::enterprise}) {
    if (std::ranges::find(submission.copies, holder, &pipeline::Copy::holder) !=
        submission.copies.end()) {
      continue;
    }
    throw Error(Remedy::report_bug,
                {"归档前缺少签名副本。", "A signed copy is missing before archiving."},
                {"请联系开发人员。", "Please tell the developers."});
  }
}

/// A number that another submission has in the archive was given by a database that is older than
/// the archive: a backup that was put back.
void require_own(const ObjectStore& store, const std::string& code, const std::string& submission) {
  const auto named = named_record(store, code, 1);
  if (!named || read_record(store, *named).submission.id == submission) return;
  throw Error(Remedy::fix_setup,
              {"档号 " + code + " 在档案库中已属于另一件：数据库比档案库旧，可能是恢复的备份。",
               "The code " + code +
                   " is another record's in the archive: the database is older than the archive, "
                   "perhaps a backup that was put back."},
              {"请停止服务，移走现有数据库，执行 chengnuo archive rebuild 由档案库恢复。",
               "Stop the service, move the database away, and run chengnuo archive rebuild"},
              store.root() / record_name(code, 1));
}

const char* role_of(Holder holder) {
  return holder == Holder::unit ? kUnitCopyRole : kEnterpriseCopyRole;
}

const char* name_of_copy(Holder holder) {
  return holder == Holder::unit ? "承诺书（组织单位存）.pdf" : "承诺书（企业存）.pdf";
}

}  // namespace

std::vector<PageText> page_texts(const Submission& submission, const WorkFolder& work) {
  std::vector<PageText> pages;
  for (const PageRef& ref : submission.pages) {
    PageText page;
    page.page = static_cast<int>(pages.size()) + 1;
    for (pipeline::Line& line : facts_of(work, ref).lines) {
      page.lines.push_back({std::move(line.text), line.box});
    }
    pages.push_back(std::move(page));
  }
  return pages;
}

Record Filing::file(Submission& submission, const std::vector<LaterPaper>& papers) {
  require_both_copies(submission);
  if (!catalogue_.empty()) store_.require_mounted();
  const AssignedCode assigned = codes_.assign(submission.id, submission.unit);
  require_own(store_, assigned.code, submission.id);
  adopt_records(store_, codes_, catalogue_, assigned.code);
  const std::optional<Record> before = record_before(submission);
  const std::vector<PageText> pages = was_read_here(submission, work_) || !before
                                          ? page_texts(submission, work_)
                                          : page_texts(store_, *before);

  Record record;
  record.code = assigned.code;
  record.objects = store_objects(submission, pages, before);
  std::ranges::move(later_papers(before, papers), std::back_inserter(record.objects));
  crash_point("archive-objects");
  submission.archive_code = assigned.code;
  record.metadata = metadata_of(submission, settings_, assigned.code, year_in_china(assigned.at));
  record.submission = submission;
  // As it will stand in the register, which can be made again from the record; and so that two runs
  // over it say the same.
  record.submission.state = std::max(submission.state, pipeline::State::archived);
  record.submission.stage.clear();
  record.submission.holds.clear();

  const Version version = catalogue_.begin(submission.id, content_digest(record));
  record.version = version.number;
  record.previous = version.previous;
  record.at = version.at;
  const StoredObject stored = store_.put_bytes(record_text(record));
  crash_point("archive-record");
  store_.put_named(record_name(record.code, record.version), stored.sha256 + "\n");
  crash_point("archive-named");
  catalogue_.enter(record, stored.sha256, pages);
  return record;
}

std::optional<Record> Filing::record_before(const Submission& submission) const {
  const auto listed = catalogue_.find(submission.id);
  if (!listed) return {};
  return read_record(store_, listed->record);
}

std::vector<RecordObject> Filing::store_objects(Submission& submission,
                                                const std::vector<PageText>& pages,
                                                const std::optional<Record>& before) {
  std::vector<RecordObject> objects;
  for (const pipeline::Drop& drop : submission.drops) {
    const auto path = source(work_.drop(drop.sha256), drop.sha256);
    objects.push_back({kDropRole, drop.name, media_type_of(path), store_.put(path)});
    if (objects.back().bytes.sha256 == drop.sha256) continue;
    throw Error(Remedy::fix_setup,
                {"收件的内容与收件时登记的摘要不符：" + drop.name,
                 "A drop's bytes are not those that were received: " + drop.name},
                {"请管理员从备份恢复该文件，并检查磁盘。",
                 "Restore the file from a backup, and check the disk."},
                path);
  }

  if (was_read_here(submission, work_) || !before) {
    std::ranges::move(store_form(submission), std::back_inserter(objects));
  } else {
    std::ranges::move(objects_of(*before, kFormPageRole), std::back_inserter(objects));
  }
  store_copies(submission, objects);

  if (const pipeline::Document* letter = find_document(submission, DocumentKind::letter)) {
    objects.push_back({kLetterTextRole, "承诺书.txt", "text/plain; charset=utf-8",
                       store_.put_bytes(letter->text)});
  }
  objects.push_back({kPageTextRole, "页面文字.json", "application/json",
                     store_.put_bytes(pipeline::stored_text(nlohmann::json(pages)))});
  return objects;
}

/// The work folder's file; once that is gone, what another submission or an earlier version kept.
std::filesystem::path Filing::source(const std::filesystem::path& file,
                                     const std::string& sha256) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored) ? file : store_.path_of(sha256);
}

std::vector<RecordObject> Filing::store_form(const Submission& submission) {
  std::vector<RecordObject> objects;
  const pipeline::Document* form = find_document(submission, DocumentKind::form);
  if (form == nullptr) return objects;
  for (const int number : form->pages) {
    const PageRef& ref = submission.pages.at(static_cast<std::size_t>(number - 1));
    const Page facts = facts_of(work_, ref);
    if (facts.unreadable) continue;  // its drop is all there is of it
    const auto image = work_.page_image(ref.drop, ref.number);
    objects.push_back({kFormPageRole, "申请表-" + page_name(number) + image.extension().string(),
                       media_type_of(image), store_.put(image), number, facts.width, facts.height,
                       facts.dpi, std::string(pipeline::name_of(facts.colour))});
  }
  return objects;
}

std::vector<RecordObject> Filing::later_papers(const std::optional<Record>& before,
                                               const std::vector<LaterPaper>& papers) {
  std::vector<RecordObject> objects;
  if (before) objects = objects_of(*before, kDelistingNoticeRole);
  for (const LaterPaper& paper : papers) {
    const auto same = [&](const RecordObject& each) { return each.bytes.sha256 == paper.sha256; };
    if (std::ranges::any_of(objects, same)) continue;
    const auto path = store_.path_of(paper.sha256);
    objects.push_back({paper.role, paper.name, media_type_of(path), store_.put(path)});
  }
  return objects;
}

void Filing::store_copies(Submission& submission, std::vector<RecordObject>& objects) {
  for (pipeline::Copy& copy : submission.copies) {
    const auto path = source(work_.root() / copy.path, copy.sha256);
    const StoredObject stored = store_.put(path);
    if (stored.sha256 != copy.sha256) {
      throw Error(Remedy::fix_setup,
                  {"签名副本的内容与签名时登记的摘要不符。",
                   "A signed copy is not the one that was signed."},
                  {"请管理员检查磁盘，然后重新签名。", "Check the disk, and sign it again."}, path);
    }
    objects.push_back({role_of(copy.holder), name_of_copy(copy.holder), "application/pdf", stored});
    copy.path = ObjectStore::relative_path(copy.sha256).string();
  }
}

}  // namespace chengnuo::archive
