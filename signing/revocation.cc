#include "signing/revocation.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>

#include "signing/sm2.h"

namespace chengnuo::signing {
namespace {

using BasicResponsePtr = std::unique_ptr<OCSP_BASICRESP, Free<OCSP_BASICRESP_free>>;
using CertificateIdPtr = std::unique_ptr<OCSP_CERTID, Free<OCSP_CERTID_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Free<X509_CRL_free>>;
using PointsPtr = std::unique_ptr<CRL_DIST_POINTS, Free<CRL_DIST_POINTS_free>>;
using AccessPtr = std::unique_ptr<AUTHORITY_INFO_ACCESS, Free<AUTHORITY_INFO_ACCESS_free>>;
using ScopePtr = std::unique_ptr<ISSUING_DIST_POINT, Free<ISSUING_DIST_POINT_free>>;
using RequestPtr = std::unique_ptr<OCSP_REQUEST, Free<OCSP_REQUEST_free>>;
using ResponsePtr = std::unique_ptr<OCSP_RESPONSE, Free<OCSP_RESPONSE_free>>;

BasicResponsePtr basic_response(std::string_view der) {
  const unsigned char* next = as_unsigned(der);
  const ResponsePtr response(d2i_OCSP_RESPONSE(nullptr, &next, static_cast<long>(der.size())));
  if (!response || OCSP_response_status(response.get()) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
    return nullptr;
  return BasicResponsePtr(OCSP_response_get1_basic(response.get()));
}

/// Found in the response, whatever digest the responder names certificates by.
OCSP_SINGLERESP* answer_about(OCSP_BASICRESP* response, X509* certificate, X509* issuer) {
  for (int i = 0; i < OCSP_resp_count(response); ++i) {
    OCSP_SINGLERESP* const single = OCSP_resp_get0(response, i);
    ASN1_OBJECT* digest = nullptr;
    OCSP_id_get0_info(nullptr, &digest, nullptr, nullptr,
                      const_cast<OCSP_CERTID*>(OCSP_SINGLERESP_get0_id(single)));
    const EVP_MD* const algorithm = EVP_get_digestbyobj(digest);
    if (algorithm == nullptr) continue;
    const CertificateIdPtr wanted(OCSP_cert_to_id(algorithm, certificate, issuer));
    if (wanted && OCSP_id_cmp(wanted.get(), OCSP_SINGLERESP_get0_id(single)) == 0) return single;
  }
  return nullptr;
}

bool is_valid_at(X509* certificate, pipeline::Time then) {
  const auto from = try_time_of(X509_get0_notBefore(certificate));
  const auto until = try_time_of(X509_get0_notAfter(certificate));
  return from && until && *from <= then && then <= *until;
}

bool is_appointed(X509* responder, X509* issuer, pipeline::Time then) {
  return X509_check_issued(issuer, responder) == X509_V_OK &&
         X509_verify(responder, X509_get0_pubkey(issuer)) == 1 &&
         (X509_get_extended_key_usage(responder) & XKU_OCSP_SIGN) != 0 &&
         X509_get_ext_by_NID(responder, NID_ext_key_usage, -1) >= 0 && is_valid_at(responder, then);
}

/// Who signed the response, if that one may; null otherwise.
X509* rightful_signer(OCSP_BASICRESP* response, X509* issuer, pipeline::Time then) {
  const BorrowedCertificatesPtr candidates(sk_X509_new_null());
  must(candidates && sk_X509_push(candidates.get(), issuer) > 0, "sk_X509_push");
  X509* signer = nullptr;
  if (OCSP_resp_get0_signer(response, &signer, candidates.get()) != 1) return nullptr;
  set_sm2_identity(signer);
  const BorrowedCertificatesPtr only(sk_X509_new_null());
  must(only && sk_X509_push(only.get(), signer) > 0, "sk_X509_push");
  // Trusting "others" leaves the chain to us: it checks the signature alone.
  if (OCSP_basic_verify(response, only.get(), nullptr, OCSP_TRUSTOTHER) != 1) return nullptr;
  const bool is_issuer = X509_cmp(signer, issuer) == 0;
  return is_issuer || is_appointed(signer, issuer, then) ? signer : nullptr;
}

bool covers(X509_CRL* list, X509* certificate) {
  for (int i = 0; i < X509_CRL_get_ext_count(list); ++i) {
    X509_EXTENSION* const extension = X509_CRL_get_ext(list, i);
    const int kind = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
    if (kind == NID_delta_crl ||
        (X509_EXTENSION_get_critical(extension) == 1 && kind != NID_issuing_distribution_point))
      return false;
  }
  const ScopePtr scope(static_cast<ISSUING_DIST_POINT*>(
      X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, nullptr, nullptr)));
  if (!scope) return X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1) < 0;
  const bool authority = X509_check_ca(certificate) != 0;
  return scope->indirectCRL == 0 && scope->onlyattr == 0 && scope->onlysomereasons == nullptr &&
         (authority ? scope->onlyuser == 0 : scope->onlyCA == 0);
}

void add_address(const GENERAL_NAME* name, std::vector<std::string>& into) {
  if (name->type != GEN_URI) return;
  const ASN1_IA5STRING* const uri = name->d.uniformResourceIdentifier;
  const std::string address(
      as_view(ASN1_STRING_get0_data(uri), static_cast<std::size_t>(ASN1_STRING_length(uri))));
  if (address.starts_with("http://") || address.starts_with("https://")) into.push_back(address);
}

}  // namespace

std::optional<Revocation> read_ocsp(std::string_view der, X509* certificate, X509* issuer) {
  const BasicResponsePtr response = basic_response(der);
  OCSP_SINGLERESP* const single =
      response ? answer_about(response.get(), certificate, issuer) : nullptr;
  ERR_clear_error();
  if (single == nullptr) return std::nullopt;
  ASN1_GENERALIZEDTIME *revoked = nullptr, *from = nullptr, *until = nullptr;
  const int status = OCSP_single_get0_status(single, nullptr, &revoked, &from, &until);
  Revocation found;
  const auto produced = try_time_of(OCSP_resp_get0_produced_at(response.get()));
  const auto known_at = try_time_of(from);
  if (!produced || !known_at) return std::nullopt;
  found.this_update = *known_at;
  found.next_update = try_time_of(until);
  X509* const signer = rightful_signer(response.get(), issuer, *produced);
  ERR_clear_error();
  if (signer == nullptr) return std::nullopt;
  if (X509_cmp(signer, issuer) != 0) found.responder = der_of(signer);
  if (status == V_OCSP_CERTSTATUS_GOOD) found.status = Revocation::Status::good;
  if (status == V_OCSP_CERTSTATUS_REVOKED) {
    found.status = Revocation::Status::revoked;
    found.revoked_at = try_time_of(revoked).value_or(pipeline::Time{});  // no time: revoked always
  }
  return found;
}

std::optional<Revocation> read_crl(std::string_view der, X509* certificate, X509* issuer) {
  const unsigned char* next = as_unsigned(der);
  const CrlPtr list(d2i_X509_CRL(nullptr, &next, static_cast<long>(der.size())));
  const bool usable =
      list && X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_subject_name(issuer)) == 0 &&
      (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0 &&
      X509_CRL_verify(list.get(), X509_get0_pubkey(issuer)) == 1 && covers(list.get(), certificate);
  ERR_clear_error();
  if (!usable) return std::nullopt;
  Revocation found;
  found.status = Revocation::Status::good;
  const auto known_at = try_time_of(X509_CRL_get0_lastUpdate(list.get()));
  if (!known_at) return std::nullopt;
  found.this_update = *known_at;
  found.next_update = try_time_of(X509_CRL_get0_nextUpdate(list.get()));
  X509_REVOKED* entry = nullptr;
  if (X509_CRL_get0_by_cert(list.get(), &entry, certificate) == 1) {
    found.status = Revocation::Status::revoked;
    found.revoked_at =
        try_time_of(X509_REVOKED_get0_revocationDate(entry)).value_or(pipeline::Time{});
  }
  return found;
}

RevocationSources sources_of(X509* certificate) {
  RevocationSources sources;
  const AccessPtr access(static_cast<AUTHORITY_INFO_ACCESS*>(
      X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr)));
  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
    const ACCESS_DESCRIPTION* const each = sk_ACCESS_DESCRIPTION_value(access.get(), i);
    if (OBJ_obj2nid(each->method) == NID_ad_OCSP) add_address(each->location, sources.ocsp);
  }
  const PointsPtr points(static_cast<CRL_DIST_POINTS*>(
      X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
  for (int i = 0; i < sk_DIST_POINT_num(points.get()); ++i) {
    const DIST_POINT* const point = sk_DIST_POINT_value(points.get(), i);
    if (point->distpoint == nullptr || point->distpoint->type != 0) continue;
    const GENERAL_NAMES* const names = point->distpoint->name.fullname;
    for (int j = 0; j < sk_GENERAL_NAME_num(names); ++j)
      add_address(sk_GENERAL_NAME_value(names, j), sources.crl);
  }
  ERR_clear_error();
  return sources;
}

bool needs_no_check(X509* responder) {
  return X509_get_ext_by_NID(responder, NID_id_pkix_OCSP_noCheck, -1) >= 0;
}

std::string ocsp_request(X509* certificate, X509* issuer) {
  const RequestPtr request(OCSP_REQUEST_new());
  OCSP_CERTID* const id = OCSP_cert_to_id(EVP_sha1(), certificate, issuer);
  must(request && id != nullptr && OCSP_request_add0_id(request.get(), id) != nullptr,
       "OCSP_request_add0_id");
  unsigned char* bytes = nullptr;
  const int size = i2d_OCSP_REQUEST(request.get(), &bytes);
  must(size > 0, "i2d_OCSP_REQUEST");
  const BytesPtr owner(bytes);
  return std::string(as_view(bytes, static_cast<std::size_t>(size)));
}

}  // namespace chengnuo::signing
