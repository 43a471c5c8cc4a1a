#include "signing/advice.h"

#include <algorithm>
#include <array>

namespace chengnuo::signing {
namespace {

struct Advice {
  std::string_view code;
  std::string_view sub_indication;  ///< empty: the code is one
  const char* zh;
  const char* en;
};

constexpr const char* kAskSenderZh = "不要采信本文件；请向签署方索取原始签名文件。";
constexpr const char* kAskSenderEn = "Do not rely on it; ask the signer for the file as signed.";

constexpr std::array kAdvice = {
    Advice{"MODIFIED_AFTER_SIGNING", "FORMAT_FAILURE",
           "不要采信当前版本；可用 --revision 取出签署时的版本，与现在的对照。",
           "Do not rely on it as it is; take out the revision that was signed with --revision and "
           "compare."},
    Advice{"HASH_FAILURE", "", kAskSenderZh, kAskSenderEn},
    Advice{"SIG_CRYPTO_FAILURE", "", kAskSenderZh, kAskSenderEn},
    Advice{"FORMAT_FAILURE", "", kAskSenderZh, kAskSenderEn},
    Advice{"DAMAGED", "FORMAT_FAILURE",
           "文件可能在传输中损坏；请重新获取原文件，不要用修复工具另存。",
           "It may have been damaged on its way; get the original anew, do not repair it."},
    Advice{"TRUNCATED", "FORMAT_FAILURE", "文件不完整；请重新传送整个文件。",
           "The file is not whole; have all of it sent again."},
    Advice{"NOT_A_PDF", "FORMAT_FAILURE", "请选择 PDF 文件。", "Choose a PDF file."},
    Advice{"JUNK_PREFIX", "FORMAT_FAILURE",
           "文件开头被加了别的内容（常见于邮件网关或下载程序）；请获取原文件。",
           "Something was put before the file (mail gateways do it); get the original."},
    Advice{"NO_PAGES", "FORMAT_FAILURE", kAskSenderZh, kAskSenderEn},
    Advice{"PARTIAL_COVERAGE", "FORMAT_FAILURE", kAskSenderZh, kAskSenderEn},
    Advice{"EMPTY_SIGNATURE", "FORMAT_FAILURE", kAskSenderZh, kAskSenderEn},
    Advice{"UNSUPPORTED_ENCRYPTED", "GENERIC", "请向签署方索取未加密的签名文件。",
           "Ask the signer for a file that is not encrypted."},
    Advice{"NO_CERTIFICATE_CHAIN_FOUND", "",
           "向签署方确认其证书颁发机构，取得其根证书后用 --trust 指定再验。",
           "Find out which authority issued the certificate and name its root with --trust."},
    Advice{"OUT_OF_BOUNDS_NO_POE", "",
           "证书已过期或尚未生效；如另有证据证明签署时间，可用 --at 指定该时间再验。",
           "If the time of signing is proven otherwise, verify for that time with --at."},
    Advice{"TRY_LATER", "",
           "请签署方补入吊销信息（升级到 B-LT），或向颁发机构查询该证书后由人判断。",
           "Have the signer add revocation information (B-LT), or ask the authority and let a "
           "person decide."},
    Advice{"REVOKED", "", "签名时证书已被吊销；请签署方用有效证书重新签署。",
           "The certificate was revoked by then; have it signed again with a good one."},
    Advice{"REVOKED_NO_POE", "", "请签署方说明吊销原因，并用有效证书重新签署。",
           "Ask the signer why it was revoked, and have it signed again with a good one."},
    Advice{"REVOKED_CA_NO_POE", "", "请签署方用其他机构颁发的证书重新签署。",
           "Have it signed again with another authority's certificate."},
    Advice{"TIMESTAMP_ORDER_FAILURE", "", "时间戳相互矛盾；请向签署方索取原始文件。",
           "The time stamps contradict each other; ask the signer for the original."},
    Advice{"CRYPTO_CONSTRAINTS_FAILURE", "",
           "算法已不安全或不受支持；请签署方用 SHA-256 或 SM3 重新签署。",
           "Have it signed again with SHA-256 or SM3."},
    Advice{"CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "",
           "证书链的算法强度不足；请签署方换用新证书重新签署。",
           "Have it signed again with a certificate of sufficient strength."},
    Advice{"NOT_SIGNED", "NO_SIGNATURE", "如本应有签名，请确认拿到的是签署后的文件。",
           "If it should be signed, make sure that this is the signed file."},
    Advice{"EMPTY_FIELD", "NO_SIGNATURE", "请签署方完成签名后再送来。",
           "Have the signer sign it and send it again."},
    Advice{"READER_FAILED", "GENERIC", "该文件可能是恶意构造的；请交技术人员，不要打开。",
           "It may be made to do harm; do not open it, give it to a technician."},
    Advice{"READER_TOO_SLOW", "GENERIC", "请稍后再试；仍然如此则文件可能是恶意构造的。",
           "Try again later; if it stays so, the file may be made to do harm."},
};

const Advice* find(std::string_view code) {
  const auto* const at = std::ranges::find(kAdvice, code, &Advice::code);
  return at == kAdvice.end() ? nullptr : at;
}

}  // namespace

pipeline::Message advice_for(std::string_view code) {
  const Advice* const advice = find(code);
  return advice != nullptr ? pipeline::Message{advice->zh, advice->en} : pipeline::Message{};
}

std::string_view sub_indication_of(std::string_view code) {
  const Advice* const advice = find(code);
  return advice != nullptr && !advice->sub_indication.empty() ? advice->sub_indication : code;
}

}  // namespace chengnuo::signing
