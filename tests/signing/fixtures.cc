#include "tests/signing/fixtures.h"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "pipeline/file.h"
#include "signing/sign.h"

namespace chengnuo::signing::tests {

std::filesystem::path test_file(const std::string& name) {
  return std::filesystem::path(CHENGNUO_TEST_FILES) / "signing" / name;
}

pipeline::Line a_line(const std::string& text, pipeline::Box box) {
  pipeline::Line line;
  line.text = text;
  line.box = box;
  line.confidence = 1;
  return line;
}

CopyContent a_letter() {
  CopyContent content;
  content.pages = {
      {test_file("letter-grey.jpg"),
       100,
       {a_line("质量信誉承诺书", {300, 100, 220, 30}),
        a_line("统一社会信用代码 91110000MA01ABCD2X", {80, 160, 400, 20}),
        a_line("本企业自愿签署，2026年11月25日", {80, 200, 400, 20}),
        a_line("法定代表人：𠮷田䶮 𪚥", {80, 240, 200, 20})}},
      {test_file("letter-bilevel.png"), 150, {a_line("第2页（共2页）", {500, 1600, 200, 30})}}};
  content.metadata = {"质量信誉承诺书",       "北京<某>机械&制造有限公司",   "北京市经济和信息化局",
                      pipeline::Holder::unit, content_digest(content.pages), kNow};
  return content;
}

std::filesystem::path a_copy(const std::filesystem::path& folder) {
  const std::filesystem::path copy = folder / "copy.pdf";
  write_copy(a_letter(), copy);
  return copy;
}

const std::filesystem::path& key_folder() {
  static const TemporaryFolder folder;
  return folder.path();
}

std::unique_ptr<Key> a_key(KeyKind kind) {
  const std::filesystem::path folder = key_folder() / std::to_string(static_cast<int>(kind));
  return open_key(make_development_key(folder, {"unit", "北京市经济和信息化局"}, kNow, kind));
}

std::filesystem::path a_signed_copy(const std::filesystem::path& folder, KeyKind kind) {
  const std::filesystem::path out = folder / "signed.pdf";
  SignRequest request;
  request.reason = "组织单位存";
  request.time = kNow;
  sign_pdf(a_copy(folder), out, request, *a_key(kind));
  return out;
}

Ran run(const std::string& command) {
  struct Close {
    int* status;
    void operator()(std::FILE* pipe) const { *status = ::pclose(pipe); }
  };
  Ran ran;
  int status = -1;
  {
    const std::unique_ptr<std::FILE, Close> pipe(::popen((command + " 2>&1").c_str(), "r"),
                                                 Close{&status});
    if (!pipe) throw std::runtime_error("no shell");
    std::array<char, 4096> buffer;
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
      ran.output.append(buffer.data(), size);
  }
  ran.status = WEXITSTATUS(status);
  return ran;
}

Extracted extract_signature(const std::filesystem::path& pdf) {
  const std::string bytes = pipeline::read_file(pdf);
  std::size_t at = bytes.rfind("/ByteRange");
  at = bytes.find('[', at) + 1;
  std::array<std::size_t, 4> range{};
  for (std::size_t& number : range) {
    std::size_t used = 0;
    number = std::stoull(bytes.substr(at, 24), &used);
    at += used;
  }
  Extracted extracted;
  extracted.signed_bytes = bytes.substr(range[0], range[1]) + bytes.substr(range[2], range[3]);
  const std::string hex = bytes.substr(range[1] + 1, range[2] - range[1] - 2);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    extracted.cms += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return extracted;
}

}  // namespace chengnuo::signing::tests
