#include "archive/proof.h"

#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::archive {

const char* const kProofRecipe = R"(#!/bin/sh
# 核对档案证明 / checks the proof of a record: sh check.sh CA.pem [TSA-CA.pem]
set -eu

# 1. 日志条目说的就是这份记录。 The leaf names this record.
record=$(sha256sum < record.json | cut -c 1-64)
grep -q "^record $record " leaf.txt

# 2. 从日志条目沿路径算到树根（RFC 6962）。 From the leaf along the path to the root.
hash=$( { printf '\000'; cat leaf.txt; } | sha256sum | cut -c 1-64)
while read -r side other; do
  case $side in
    left) pair=$other$hash ;;
    right) pair=$hash$other ;;
  esac
  hash=$( { printf '\001'; printf %s "$pair" | xxd -r -p; } | sha256sum | cut -c 1-64)
done < path.txt
grep -qx "root $hash" head.txt

# 3. 日志头由归档单位签名。 The head is signed.
openssl cms -verify -binary -inform DER -in head.p7s -content head.txt \
  -CAfile "$1" -purpose any -out /dev/null

# 4. 时间戳证明签名当时已经存在。 The time stamp proves when the signature was there.
if [ -e head.tst ]; then
  openssl ts -verify -token_in -in head.tst -data head.p7s -CAfile "${2:-$1}"
fi

echo "证明成立 / the proof holds: $record"
)";

std::vector<std::filesystem::path> write_proof(const ObjectStore& store, const RecordLog& log,
                                               const LogHeads& heads, const Listed& record,
                                               const std::filesystem::path& folder) {
  const std::string leaf = record_leaf(record.record, record.code, record.version);
  const auto number = log.number_of(leaf);
  const auto head = heads.last();
  if (!number || !head || *number >= head->size) {
    throw pipeline::Error(pipeline::Remedy::fix_document,
                          {"这份档案还没有被签名的日志头覆盖：" + record.code,
                           "No signed head covers this record yet: " + record.code},
                          {"请先执行 chengnuo archive seal。", "Run chengnuo archive seal first."});
  }
  std::string path;
  for (const Step& step : log.inclusion(*number, head->size)) {
    path += (step.side == Side::left ? "left " : "right ") + step.hash + "\n";
  }

  std::vector<std::filesystem::path> written;
  const auto write = [&](const char* name, const std::string& bytes) {
    written.push_back(folder / name);
    pipeline::write_durably(written.back(), bytes);
  };
  const HeadFiles files(head->number);
  write("record.json", store.read(record.record));
  write("leaf.txt", leaf);
  write("path.txt", path);
  write("head.txt", head_text(*head));
  write("head.p7s", store.read_named(files.signature).value_or(""));
  if (const auto stamp = store.read_named(files.stamp)) write("head.tst", *stamp);
  write("check.sh", kProofRecipe);
  return written;
}

}  // namespace chengnuo::archive
