#include "signing/signed_revision.h"

#include "pipeline/error.h"
#include "signing/output_file.h"

namespace chengnuo::signing {

void write_signed_revision(const VerificationReport& report, std::size_t number,
                           const std::filesystem::path& out) {
  const std::size_t end = number >= 1 && number <= report.signatures.size()
                              ? report.signatures[number - 1].covered_end
                              : 0;
  if (end == 0)
    throw pipeline::Error(
        pipeline::Remedy::fix_document,
        {"没有这个签名，或它的覆盖范围不合规，取不出签署时的版本 [NO_REVISION]",
         "There is no such signature, or its range is out of order [NO_REVISION]"},
        {"先不带 --revision 核验一次，按报告中的序号指定。",
         "Verify without --revision first, and give a number of that report."},
        report.file);
  std::error_code missing;
  if (std::filesystem::equivalent(out, report.file, missing))
    throw pipeline::Error(
        pipeline::Remedy::fix_setup,
        {"输出文件就是被核验的文件 [SAME_FILE]", "The output is the file itself [SAME_FILE]"},
        {"请换一个输出文件名。", "Name another output file."}, out);
  OutputFile file(out);
  file.write_file(report.file, 0, end);
  file.commit();
}

}  // namespace chengnuo::signing
