#include <algorithm>

#include "pipeline/crash_point.h"
#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/pdfa_check.h"
#include "signing/stage.h"

namespace chengnuo::signing {
namespace {

using pipeline::Copy;
using pipeline::Error;
using pipeline::Remedy;

void raise(Copy& copy, Level wanted, const std::filesystem::path& file, LevelServices& services,
           pipeline::Time now) {
  if (pipeline::sha256_of_file(file) == copy.sha256) {
    std::filesystem::path raised = file;  // named by what it is made of
    raised.replace_extension("." + copy.sha256.substr(0, 16) + ".pdf");
    if (!std::filesystem::exists(raised)) pipeline::copy_durably(file, raised);
    extend_pdf(raised, wanted, services, now);
    check_archivable(raised);
    pipeline::crash_point("extend: raised, not in its place");
    pipeline::move_durably(raised, file);
    pipeline::crash_point("extend: in its place, not in the register");
  } else if (level_of(file, services.anchors) < wanted) {  // else an earlier run ended here
    throw Error(
        Remedy::fix_setup,
        {"签名副本与签名时登记的摘要不符。", "A signed copy is not the one that was signed."},
        {"请管理员检查磁盘，然后重新签名。", "Check the disk, and sign it again."}, file);
  }
  copy.sha256 = pipeline::sha256_of_file(file);
  copy.level = name_of(wanted);
}

}  // namespace

pipeline::Stage extend_stage(std::vector<SigningUnit> units, LevelServices& services,
                             pipeline::WorkFolder work, Clock clock) {
  const auto run = [units = std::move(units), &services, work = std::move(work),
                    clock = std::move(clock)](pipeline::Submission& submission) {
    const Level wanted = unit_of(units, submission.unit).level;
    for (Copy& copy : submission.copies)
      if (level_named(copy.level) < wanted)
        raise(copy, wanted, work.root() / copy.path, services, clock());
    return pipeline::Outcome{};
  };
  return {"extend", pipeline::State::signed_, run};
}

}  // namespace chengnuo::signing
