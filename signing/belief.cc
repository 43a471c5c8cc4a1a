#include "signing/belief.h"

#include <algorithm>

#include "pipeline/json.h"
#include "signing/chain_answer.h"
#include "signing/cms_parts.h"
#include "signing/dss.h"

namespace chengnuo::signing {
namespace {

using pipeline::Message;
using pipeline::Time;

/// A time by which all bytes up to `end` existed.
struct Proof {
  std::size_t end = 0;
  Time time;
  Time until;  ///< when the authority's certificate ends
  bool after_validation_data = false;
};

void check(SignatureReport& report, const char* name, const std::optional<Problem>& problem,
           Message evidence) {
  report.checks.push_back(
      {name, problem ? problem->verdict : Validity::valid, problem ? problem->what : evidence});
}

Message names_in(const std::vector<std::string>& chain) {
  std::string names;
  for (const std::string& der : chain) {
    const CertificatePtr certificate = certificate_of(der);
    if (!names.empty()) names += " ← ";
    names += certificate ? common_name_of(certificate.get()) : "?";
  }
  return {names, names};
}

Time end_of(const std::string& der) {
  const CertificatePtr certificate = certificate_of(der);
  return certificate ? try_time_of(X509_get0_notAfter(certificate.get())).value_or(Time{}) : Time{};
}

Problem wrong_order() {
  return {Validity::indeterminate,
          "TIMESTAMP_ORDER_FAILURE",
          {"时间戳的先后顺序不对。", "The time stamps are not in order of time."}};
}

Problem about_stamp(Problem problem) {
  problem.what.zh = "时间戳不可信：" + problem.what.zh;
  problem.what.en = "The time stamp is not to be believed: " + problem.what.en;
  return problem;
}

class Beliefs {
 public:
  Beliefs(std::vector<Inspected>& all, const pdf::Document& current, const TrustAnchors& anchors,
          Time now, const VerifyOptions& options)
      : all_(all), current_(current), anchors_(anchors), now_(now), options_(options) {
    data_ = read_dss(current);
    has_store_ = !data_.empty();
    for (const Inspected& one : all) {
      ValidationData own{one.cms.certificates, {}, {}};
      if (!one.cms.signer.empty()) own.certificates.push_back(one.cms.signer);
      if (one.stamp)
        own.certificates.insert(own.certificates.end(), one.stamp->certificates.begin(),
                                one.stamp->certificates.end());
      add(data_, own);
    }
  }

  void run() {
    for (auto one = all_.rbegin(); one != all_.rend(); ++one)  // they stand in order of coverage
      if (one->intact && one->report.kind == SignatureKind::time_stamp) judge_stamp(*one);
    for (Inspected& one : all_)
      if (one.intact && one.report.kind == SignatureKind::signature) judge_signature(one);
  }

 private:
  ChainAnswer ask(std::string_view signer, std::optional<Time> proven) const {
    return ask_chain({signer, proven, now_, options_.revocation}, anchors_, data_);
  }

  /// The earliest proof that reaches further than `end`; null if there is none.
  const Proof* proof_beyond(std::size_t end) const {
    const Proof* earliest = nullptr;
    for (const Proof& proof : proofs_)
      if (proof.end > end && (earliest == nullptr || proof.time < earliest->time))
        earliest = &proof;
    return earliest;
  }

  void judge_stamp(Inspected& one) {
    SignatureReport& report = one.report;
    const std::size_t end = one.coverage->end;
    const Proof* const later = proof_beyond(end);
    const auto proven = later != nullptr ? std::optional(later->time) : std::nullopt;
    ChainAnswer answer = ask(one.stamp->signer, proven);
    if (!answer.problem && later != nullptr && one.stamp->time > later->time)
      answer.problem = wrong_order();
    check(report, "chain", answer.problem, names_in(answer.chain));
    if (answer.problem) return set(report, about_stamp(*answer.problem));
    check(report, "revocation", {}, answer.revocation);
    report.verdict = Validity::valid;
    report.proven_at = one.stamp->time;
    report.proof_until = end_of(one.stamp->signer);
    report.reason = {
        "时间戳有效：文件的这一版本在 " + pipeline::rfc3339(one.stamp->time) + " 已存在。",
        "Valid: this revision of the file existed at " + pipeline::rfc3339(one.stamp->time) + "."};
    const pdf::Document then(current_.bytes().substr(0, end));
    proofs_.push_back({end, one.stamp->time, *report.proof_until, !read_dss(then).empty()});
  }

  void judge_signature(Inspected& one) {
    SignatureReport& report = one.report;
    const Proof* const later = proof_beyond(one.coverage->end);
    bool revocation_known = true;
    if (later != nullptr) {
      report.proven_at = later->time;
      report.proof_until = newest_end();
    }
    if (one.stamp) {
      const ChainAnswer answer = ask(one.stamp->signer, report.proven_at);
      std::optional<Problem> problem = answer.problem;
      if (!problem && later != nullptr && one.stamp->time > later->time) problem = wrong_order();
      check(report, "time", problem,
            {one.stamp->authority + " " + pipeline::rfc3339(one.stamp->time),
             one.stamp->authority + " " + pipeline::rfc3339(one.stamp->time)});
      if (problem) return set(report, about_stamp(*problem));
      report.proven_at = one.stamp->time;
      if (!report.proof_until) report.proof_until = end_of(one.stamp->signer);
      revocation_known = answer.revocation_known;
    }
    const ChainAnswer answer = ask(one.cms.signer, report.proven_at);
    check(report, "chain", answer.chain.empty() ? answer.problem : std::nullopt,
          names_in(answer.chain));
    if (!answer.chain.empty()) check(report, "revocation", answer.problem, answer.revocation);
    report.level = level_of(one, revocation_known && answer.revocation_known);
    if (answer.problem) return set(report, *answer.problem);
    if (one.cms.weak && !(report.proven_at && *report.proven_at < kEndOfSha1))
      return set(report, *one.cms.weak);
    report.verdict = Validity::valid;
    report.reason = praise(report);
  }

  Time newest_end() const { return std::ranges::max_element(proofs_, {}, &Proof::until)->until; }

  /// ETSI EN 319 142-1, 6: each level is the one before, and more.
  std::string level_of(const Inspected& one, bool revocation_known) const {
    if (!one.pades || one.cms.has_signing_time || !one.report.signed_at) return "none";
    if (!one.report.proven_at) return "B-B";
    if (!has_store_ || !revocation_known) return "B-T";
    const bool archived = std::ranges::any_of(proofs_, [&](const Proof& proof) {
      return proof.end > one.coverage->end && proof.after_validation_data;
    });
    return archived ? "B-LTA" : "B-LT";
  }

  std::vector<Inspected>& all_;
  const pdf::Document& current_;
  const TrustAnchors& anchors_;
  Time now_;
  const VerifyOptions& options_;
  ValidationData data_;  ///< of the store and of all signatures
  bool has_store_ = false;
  std::vector<Proof> proofs_;
};

}  // namespace

void conclude_beliefs(std::vector<Inspected>& all, const pdf::Document& current,
                      const TrustAnchors& anchors, Time now, const VerifyOptions& options) {
  Beliefs(all, current, anchors, now, options).run();
}

}  // namespace chengnuo::signing
