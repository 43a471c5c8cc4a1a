#include "fixtures.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "pipeline/digest.h"
#include "pipeline/json.h"
#include "publication/public_act.h"

namespace chengnuo::publication {
namespace {

void run(const std::string& command) {
  if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
    throw std::runtime_error("failed: " + command);
}

}  // namespace

TemporaryFolder::TemporaryFolder()
    : path_(std::filesystem::temp_directory_path() / ("chengnuo-" + pipeline::random_hex(8))) {
  std::filesystem::create_directories(path_);
}
TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

TestKeys make_keys(const std::filesystem::path& folder, const std::string& algorithm) {
  std::filesystem::create_directories(folder);
  const std::string in = "cd '" + folder.string() + "' && openssl ";
  const std::string new_key =
      algorithm == "ec" ? "-newkey ec -pkeyopt ec_paramgen_curve:P-256" : "-newkey " + algorithm;
  std::ofstream(folder / "password") << "geheim-密\n";
  run(in + "req -x509 " + new_key +
      " -nodes -keyout ca.key -out ca.pem -days 30 -subj '/CN=Test CA'");
  run(in + "req -new " + new_key +
      " -passout file:password -keyout unit.key -out unit.csr -subj '/CN=Test Unit'");
  run(in +
      "x509 -req -in unit.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out unit.pem");
  return {folder / "ca.pem", {folder / "unit.key", folder / "unit.pem", folder / "password"}};
}

MessageKey issue_unit_key(const std::filesystem::path& ca_folder,
                          const std::filesystem::path& folder, const std::string& name) {
  std::filesystem::create_directories(folder);
  const std::string in = "cd '" + folder.string() + "' && openssl ";
  run(in + "req -new -newkey rsa:2048 -nodes -keyout unit.key -out unit.csr -subj '/CN=" + name +
      "'");
  run(in + "x509 -req -in unit.csr -CA '" + (ca_folder / "ca.pem").string() + "' -CAkey '" +
      (ca_folder / "ca.key").string() + "' -CAcreateserial -days 30 -out unit.pem");
  return {folder / "unit.key", folder / "unit.pem", {}};
}

TestAuthority::TestAuthority(const std::filesystem::path& folder) : folder_(folder) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "index.txt");
  std::ofstream(folder_ / "serial") << "01\n";
  std::ofstream(folder_ / "ca.cnf") << "[ca]\ndefault_ca=small\n[small]\ndatabase=index.txt\n"
                                       "serial=serial\nnew_certs_dir=.\ndefault_md=sha256\n"
                                       "certificate=ca.pem\nprivate_key=ca.key\npolicy=any\n"
                                       "unique_subject=no\n[any]\ncommonName=supplied\n";
  run("cd '" + folder_.string() +
      "' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key "
      "-out ca.pem -days 30 -subj '/CN=" +
      folder_.filename().string() + "'");
}

TlsIdentity TestAuthority::issue(const std::string& role, const std::string& name,
                                 const std::string& validity) {
  const std::string file = role + std::to_string(++issued_);
  std::ofstream(folder_ / (file + ".ext")) << "subjectAltName=" << name << "\n";
  const std::string in = "cd '" + folder_.string() + "' && openssl ";
  run(in + "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + file +
      ".key -out " + file + ".csr -subj '/CN=" + role + "'");
  run(in + "ca -batch -config ca.cnf -in " + file + ".csr -out " + file + ".pem -notext -extfile " +
      file + ".ext " + validity);
  return {folder_ / (file + ".pem"), folder_ / (file + ".key")};
}

void decide_acts(pipeline::Register& reg, const std::string& submission,
                 const std::string& letter_id, const std::vector<MessageKind>& kinds) {
  for (const MessageKind kind : kinds) {
    const PublicAct act{kind,
                        act_message_id("h", *reg.find(submission), kind),
                        {letter_id, {}, "2025-11-04", "原因", {}},
                        "王"};
    reg.decide(submission, decision_of(act), [](pipeline::Submission&) {},
               {outgoing_of(act, "platform")});
  }
}

pipeline::Submission archived_submission() {
  pipeline::Submission submission;
  submission.id = "S20251103-000001";
  submission.unit = "unit1";
  submission.enterprise = "江苏恒润机械制造有限公司";
  submission.credit_code = "91440400192548256N";
  submission.archive_code = "J001-WS·2025-D30-KJS-0001";
  submission.state = pipeline::State::archived;
  submission.copies = {{pipeline::Holder::unit, "a", std::string(64, 'a'), "B-B", {}},
                       {pipeline::Holder::enterprise, "b", std::string(64, 'b'), "B-B", {}}};
  pipeline::Document letter_document;
  letter_document.kind = pipeline::DocumentKind::letter;
  letter_document.text = "质量信誉承诺书\n我公司<自愿>签署，联系手机13812345678。\n";
  letter_document.fields["signed_on"].value = "2025-11-03";
  letter_document.fields["legal_representative"].value = "周立民";
  pipeline::Document form;
  form.kind = pipeline::DocumentKind::form;
  form.fields["address"].value = "江苏省无锡市滨湖区人民路1号";
  form.fields["phone"].value = "13812345678";
  form.fields["employees"].value = "228";
  submission.documents = {letter_document, form};
  return submission;
}

OutMessage letter() {
  return letter_message(archived_submission(), "S20251103-000001.letter", "某省工业协会",
                        "中国工业企业质量信誉承诺活动",
                        pipeline::from_rfc3339("2025-11-03T08:00:00Z"));
}

}  // namespace chengnuo::publication
