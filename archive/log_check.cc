#include "archive/log_check.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>
#include <utility>

#include "archive/audit_lines.h"
#include "archive/record.h"
#include "archive/recovery.h"
#include "pipeline/audit_chain.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"

namespace chengnuo::archive {

using pipeline::Message;

namespace {

struct RecordLeaf {
  std::string sha256;
  std::string code;
  int version = 0;
};

std::optional<RecordLeaf> record_leaf_in(const std::string& line) {
  std::istringstream in(line);
  std::string kind;
  RecordLeaf leaf;
  if (!(in >> kind >> leaf.sha256 >> leaf.code >> leaf.version) || kind != "record") return {};
  return leaf;
}

/// One run over the heads, from the first to the last.
class Check {
 public:
  Check(const ObjectStore& store, const HeadSignatureCheck& signature_check)
      : store_(store), signature_check_(signature_check) {}

  LogReport run() {
    const auto names = store_.names_in("log");
    int last = 0;
    if (!names.empty()) {
      std::from_chars(names.back().data(), names.back().data() + names.back().size(), last);
    }
    for (int number = 1; number <= last; ++number) check_head(number, number == last);
    report_.leaves = tree_.size();
    return std::move(report_);
  }
  const std::set<std::string>& record_lines() const { return record_lines_; }

 private:
  void fault(Message what, const std::filesystem::path& file) {
    report_.faults.push_back({std::move(what), file});
  }

  std::string read(const std::filesystem::path& file) {
    const auto bytes = store_.read_named(file);
    if (!bytes) fault({"缺少文件。", "The file is missing."}, file);
    return bytes.value_or("");
  }

  void check_head(int number, bool newest) {
    const HeadFiles files(number);
    const auto text = store_.read_named(files.text);
    if (!text && newest) return;  // it is being written; else the database misses it
    const std::string leaves = read(files.leaves);
    add_leaves(leaves, files.leaves);
    check_audit(leaves, files.audit);
    if (!text) return fault({"缺少日志头。", "The head is missing."}, files.text);

    const LogHead head = head_from_text(*text, files.text);
    if (head.number != number || head.previous != previous_) {
      fault({"日志头没有接续前一个日志头。", "The head does not follow the one before."},
            files.text);
    }
    if (head.size != tree_.size() || head.root != tree_.root()) {
      fault({"日志条目与日志头不符：有条目被改动、删去或加入。",
             "The leaves are not those of the head: some were changed, taken out or put in."},
            files.leaves);
    }
    const std::string signature = read(files.signature);
    if (signature_check_ && !signature.empty()) {
      if (auto problem = signature_check_(*text, signature)) fault(*problem, files.signature);
    }
    previous_ = pipeline::sha256_hex(*text);
    ++report_.heads;
    report_.last = head;
    report_.stamped = store_.read_named(files.stamp).has_value();
  }

  void add_leaves(const std::string& leaves, const std::filesystem::path& file) {
    std::istringstream in(leaves);
    for (std::string line; std::getline(in, line);) {
      tree_.add(leaf_hash(line));
      const auto leaf = record_leaf_in(line);
      if (!leaf) continue;
      record_lines_.insert(line);
      const auto name = record_name(leaf->code, leaf->version);
      const auto named = store_.read_named(name);
      if (!named) {
        fault({"日志中的档案记录已不在档案库中：" + leaf->code,
               "A record of the log is no longer in the archive: " + leaf->code},
              name);
      } else if (*named != leaf->sha256 + "\n") {
        fault({"档案记录已不是日志中的那一份：" + leaf->code,
               "A record is not the one of the log: " + leaf->code},
              name);
      }
    }
    if (!leaves.empty() && leaves.back() != '\n') {
      fault({"日志条目不完整。", "The leaves are cut off."}, file);
    }
  }

  void check_audit(const std::string& leaves, const std::filesystem::path& file) {
    std::set<std::string> wanted;
    std::istringstream in(leaves);
    for (std::string line; std::getline(in, line);) {
      if (audit_number(line) != 0) wanted.insert(line);
    }
    for (const pipeline::AuditEntry& entry : audit_entries(read(file), file)) {
      const bool whole = pipeline::hash_of(entry) == entry.hash;
      if (whole && wanted.erase(audit_leaf(entry)) == 1) continue;
      fault({"审计记录第 " + std::to_string(entry.number) + " 条与日志不符。",
             "Entry " + std::to_string(entry.number) + " of the audit log is not that of the log."},
            file);
    }
    for (const std::string& line : wanted) {
      fault({"缺少审计记录：" + line, "An entry of the audit log is missing: " + line}, file);
    }
  }

  const ObjectStore& store_;
  const HeadSignatureCheck& signature_check_;
  RunningTree tree_;
  std::string previous_;
  std::set<std::string> record_lines_;
  LogReport report_;
};

/// Records that lie in the archive and that the log does not know were put there by someone else.
void check_that_records_have_leaves(const ObjectStore& store, const RecordLog& log,
                                    const std::set<std::string>& in_files,
                                    std::vector<LogFault>& faults) {
  for (const std::string& code : codes_in(store)) {
    for (const std::string& name : store.names_in(std::filesystem::path("records") / code)) {
      int version = 0;
      std::from_chars(name.data(), name.data() + name.size(), version);
      std::string sha256 = store.read_named(record_name(code, version)).value_or("");
      while (sha256.ends_with('\n')) sha256.pop_back();
      const std::string line = record_leaf(sha256, code, version);
      if (in_files.contains(line) || log.number_of(line)) continue;
      faults.push_back({{"档案库中有一份日志没有的档案记录：" + code,
                         "The archive holds a record that the log does not know: " + code},
                        record_name(code, version)});
    }
  }
}

}  // namespace

LogReport check_log(const ObjectStore& store, const RecordLog& log, const LogHeads& heads,
                    const HeadSignatureCheck& signature_check) {
  Check check(store, signature_check);
  LogReport report = check.run();
  check_that_records_have_leaves(store, log, check.record_lines(), report.faults);
  const auto newest = heads.last();
  if (newest && (!report.last || report.last->number < newest->number)) {
    report.faults.push_back(
        {{"最近的日志头不在档案库中：第 " + std::to_string(newest->number) + " 号",
          "The newest head is not in the archive: number " + std::to_string(newest->number)},
         HeadFiles(newest->number).text});
  }
  if (!report.last) return report;
  const LogHead& last = *report.last;
  if (log.size() < last.size || log.root(last.size) != last.root) {
    report.faults.push_back({{"数据库中的日志与档案库中最近的日志头不符。",
                              "The database's log is not the one of the archive's last head."},
                             {}});
  } else if (!is_consistent(last.size, last.root, log.size(), log.root(log.size()),
                            log.consistency(last.size, log.size()))) {
    report.faults.push_back({{"数据库中的日志不是在最近的日志头之后增长出来的。",
                              "The database's log did not grow out of the archive's last head."},
                             {}});
  }
  return report;
}

}  // namespace chengnuo::archive
