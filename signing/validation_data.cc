#include "signing/validation_data.h"

#include <algorithm>

namespace chengnuo::signing {
namespace {

using Bytes = std::vector<std::string>;

void add(Bytes& into, const Bytes& more) {
  for (const std::string& each : more)
    if (std::ranges::find(into, each) == into.end()) into.push_back(each);
}

Bytes missing_in(const Bytes& present, const Bytes& wanted) {
  Bytes missing;
  for (const std::string& each : wanted)
    if (std::ranges::find(present, each) == present.end()) add(missing, {each});
  return missing;
}

}  // namespace

void add(ValidationData& into, const ValidationData& more) {
  add(into.certificates, more.certificates);
  add(into.ocsp_responses, more.ocsp_responses);
  add(into.crls, more.crls);
}

ValidationData missing_in(const ValidationData& present, const ValidationData& wanted) {
  return {missing_in(present.certificates, wanted.certificates),
          missing_in(present.ocsp_responses, wanted.ocsp_responses),
          missing_in(present.crls, wanted.crls)};
}

}  // namespace chengnuo::signing
