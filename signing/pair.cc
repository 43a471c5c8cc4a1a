#include "signing/pair.h"

namespace chengnuo::signing {

PairReport judge_pair(const VerificationReport& one, const VerificationReport& other) {
  for (const VerificationReport* copy : {&one, &other})
    if (copy->verdict == Validity::invalid || copy->verdict == Validity::unsigned_)
      return {copy->verdict, copy->code, copy->reason};
  if (!one.copy || !other.copy)
    return {Validity::invalid,
            "NOT_OUR_COPIES",
            {"至少有一份不是承诺书的签名副本。",
             "At least one of them is no signed copy of a letter."}};
  if (one.copy->holder == other.copy->holder)
    return {Validity::invalid,
            "SAME_HOLDER",
            {"两份是同一方的副本，不是一对。", "Both are the same party's copy, not a pair."}};
  if (one.copy->content_digest != other.copy->content_digest)
    return {Validity::invalid,
            "DIFFERENT_CONTENT",
            {"两份副本的内容不是同一份承诺书。", "The two copies are not of the same letter."}};
  for (const VerificationReport* copy : {&one, &other})
    if (copy->verdict != Validity::valid) return {copy->verdict, copy->code, copy->reason};
  return {Validity::valid,
          "",
          {"两份副本各自有效，内容相同，互为一对。",
           "Both copies are valid, of the same content, and belong together."}};
}

}  // namespace chengnuo::signing
