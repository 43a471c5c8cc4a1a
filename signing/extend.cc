#include "signing/extend.h"

#include <algorithm>

#include "pipeline/crash_point.h"
#include "pipeline/error.h"
#include "signing/cms.h"
#include "signing/document_stamp.h"
#include "signing/dss.h"
#include "signing/openssl.h"
#include "signing/output_file.h"
#include "signing/revocation.h"
#include "signing/signable.h"
#include "signing/survey.h"
#include "signing/verify.h"

namespace chengnuo::signing {
namespace {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;
using pipeline::Time;

[[noreturn]] void fail(Remedy remedy, const char* code, const Message& why, const Message& advice,
                       const std::filesystem::path& pdf) {
  const std::string tail = std::string(" [") + code + "]";
  throw Error(remedy, {why.zh + tail, why.en + tail}, advice, pdf);
}

[[noreturn]] void fail(const Problem& problem, const std::filesystem::path& pdf) {
  if (problem.code == "TRY_LATER")
    fail(Remedy::retry, "LT_PENDING", problem.what,
         {"会自动重试。", "It is tried again by itself."}, pdf);
  fail(Remedy::fix_setup, problem.code.c_str(), problem.what,
       {"请联系证书机构；如不需要长期验证，可把 [signing] level 设为 B-T。",
        "Ask the certification authority; where no long-term validation is wanted, set [signing] "
        "level to B-T."},
       pdf);
}

/// Whose certificates have to be proven, and when they must have been good.
struct Witness {
  std::string certificate;
  std::vector<std::string> others;
  Time at;
  std::optional<Time> known_since;  ///< of revocation: a signer's must be newer than the signature
  bool anew = false;                ///< what the file holds of it is not enough
};

/// The last stamp over the whole file is proven by its successor, if there is to be one.
enum class LastStamp {
  left_out,
  included,
  renewed,  ///< included, and by what is known of its certificates now
};
std::vector<Witness> witnesses(const Survey& file, LastStamp last, Time now) {
  std::vector<Witness> found;
  for (const Mark& mark : file.marks) {
    const auto proven = file.proven_at(mark);
    if (!mark.is_stamp)
      found.push_back({mark.signature.signer, mark.signature.certificates, proven.value_or(now),
                       proven.value_or(now), false});
    const bool is_last = &mark == file.last_stamp();
    if (!mark.stamp || (is_last && last == LastStamp::left_out)) continue;
    found.push_back({mark.stamp->signer, mark.stamp->certificates, mark.stamp->time, {}, false});
    if (!is_last || last != LastStamp::renewed) continue;
    found.back().known_since = mark.stamp->time;
    found.back().anew = true;
  }
  return found;
}

EvidenceWanted wanted_for(const Witness& witness, const Survey& file, const TrustAnchors& anchors) {
  std::vector<std::string> others = witness.others;
  others.insert(others.end(), file.store.certificates.begin(), file.store.certificates.end());
  EvidenceWanted wanted;
  wanted.chain = chain_of(witness.certificate, others, anchors, witness.at);
  wanted.known_since = witness.known_since;
  if (!witness.anew) wanted.present = &file.store;
  return wanted;
}

bool all_proven(const Survey& file) {
  return std::ranges::all_of(file.marks, [&](const Mark& mark) {
    return mark.is_stamp || file.proven_at(mark).has_value();
  });
}

Level level_of(const Survey& file, const TrustAnchors& anchors) {
  if (!all_proven(file)) return Level::b_b;
  for (const Witness& witness : witnesses(file, LastStamp::left_out, {})) {
    const EvidenceWanted wanted = wanted_for(witness, file, anchors);
    if (wanted.chain.empty() || !RevocationClient::suffices(wanted)) return Level::b_t;
  }
  // A file whose only time stamp is a document's has nothing yet that says that this one was good.
  const bool has_data = !file.store.empty();
  if (!has_data) return Level::b_t;
  return file.last_stamp() != nullptr ? Level::b_lta : Level::b_lt;
}

/// One file that is being raised, step by step.
class Raise {
 public:
  Raise(const std::filesystem::path& pdf, LevelServices& services, Time now)
      : pdf_(pdf), services_(services), now_(now), file_(survey(pdf)) {
    if (!file_.has_signature())
      fail(Remedy::fix_document, "NOT_SIGNED", {"文件没有签名。", "The file is not signed."},
           {"请先签名。", "Sign it first."}, pdf_);
  }

  Level level() const { return level_of(file_, services_.anchors); }

  void prove_time() {
    if (all_proven(file_)) return;
    stamp_signature();
    if (!all_proven(file_)) stamp_document();
  }

  void add_validation_data(LastStamp last) {
    ValidationData data;
    for (const Witness& witness : witnesses(file_, last, now_)) {
      const EvidenceWanted wanted = wanted_for(witness, file_, services_.anchors);
      if (wanted.chain.empty())
        fail(Remedy::fix_setup, "CHAIN",
             {"签名或时间戳的证书链不通向信任的根证书。",
              "A certificate of a signature or time stamp does not lead to a trusted one."},
             {"请把其根证书放入 keys/trust。", "Put its root into keys/trust."}, pdf_);
      const Evidence found = services_.revocation.find(wanted, now_);
      if (found.problem) fail(*found.problem, pdf_);
      add(data, found.data);
    }
    const ValidationData missing = missing_in(file_.store, data);
    if (missing.empty()) return;
    OutputFile out(pdf_);
    append_dss(pdf_, look_at(pdf_), missing, out);
    finish(out);
  }

  void stamp_document() {
    OutputFile out(pdf_);
    append_document_stamp(pdf_, "DocTimeStamp" + std::to_string(stamps() + 1), services_.stamps,
                          now_, out);
    finish(out);
  }

 private:
  /// The last signature, if nothing stands behind it and there is room for the token.
  void stamp_signature() {
    const Mark& last = file_.marks.back();
    if (last.end != file_.size || last.is_stamp || last.stamp) return;
    const std::string token =
        services_.stamps.stamp(digest_of(last.signature.signature, EVP_sha256()), now_);
    const std::string cms = with_time_stamp(last.contents, token);
    if (cms.size() <= (last.gap_end - last.gap_begin - 2) / 2) put_in_place(last, cms);
  }

  std::ptrdiff_t stamps() const { return std::ranges::count(file_.marks, true, &Mark::is_stamp); }

  void put_in_place(const Mark& mark, const std::string& cms) {
    OutputFile out(pdf_);
    out.write_file(pdf_, 0, file_.size);
    out.write_at(mark.gap_begin + 1, to_hex(cms));
    finish(out);
  }

  /// The step takes the file's place if no signature suffered from it.
  void finish(OutputFile& out) {
    const VerificationReport report = verify_file(out.partial(), services_.anchors, now_);
    if (report.verdict == Validity::invalid)
      fail(Remedy::report_bug, "SELF_CHECK",
           {"提升签名等级后自检未通过：" + report.reason.zh,
            "The raised file did not verify: " + report.reason.en},
           {"原文件未改动。请把此信息交给开发人员。",
            "The file is as it was. Please send this message to the developers."},
           pdf_);
    out.commit();
    pipeline::crash_point("extend: one step done");
    file_ = survey(pdf_);
  }

  const std::filesystem::path& pdf_;
  LevelServices& services_;
  Time now_;
  Survey file_;
};

}  // namespace

Level level_of(const std::filesystem::path& pdf, const TrustAnchors& anchors) {
  return level_of(survey(pdf), anchors);
}

void extend_pdf(const std::filesystem::path& pdf, Level wanted, LevelServices& services, Time now) {
  Raise file(pdf, services, now);
  if (file.level() >= wanted) return;
  file.prove_time();
  if (wanted >= Level::b_lt) file.add_validation_data(LastStamp::included);
  if (wanted >= Level::b_lta) file.stamp_document();
}

void renew_pdf(const std::filesystem::path& pdf, LevelServices& services, Time now) {
  Raise file(pdf, services, now);
  file.prove_time();
  file.add_validation_data(LastStamp::renewed);
  file.stamp_document();
}

std::optional<Time> proof_ends(const std::filesystem::path& pdf) {
  const Survey file = survey(pdf);
  std::optional<Time> end;
  for (const Mark& mark : file.marks) {
    if (!mark.stamp) continue;
    const CertificatePtr certificate = certificate_of(mark.stamp->signer);
    end = time_of(X509_get0_notAfter(certificate.get()));
  }
  return end;
}

Level highest_level(const Key& key) {
  const CertificatePtr own = certificate_of(key.chain().front());
  must(own != nullptr, "d2i_X509");
  return sources_of(own.get()).empty() ? Level::b_t : Level::b_lta;
}

}  // namespace chengnuo::signing
