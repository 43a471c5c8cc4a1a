#include "publication/curl_trouble.h"

#include <openssl/x509_vfy.h>

namespace chengnuo::publication {
namespace {

using pipeline::Remedy;

Trouble trouble_of_certificate(long verification) {
  switch (verification) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {Remedy::fix_setup,
              {"接收方的服务器证书已过期", "the certificate of its server has expired"}};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {Remedy::fix_setup,
              {"接收方的服务器证书尚未生效（请核对本机时间）",
               "the certificate of its server is not valid yet (is this machine's clock right?)"}};
    // libcurl looks at the name before it takes over OpenSSL's verdict, which is unset then.
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:
      return {Remedy::fix_setup,
              {"接收方的服务器证书不是为这个地址签发的",
               "the certificate of its server was issued for another address"}};
    default:
      return {Remedy::fix_setup,
              {"接收方的服务器证书不是由所信任的机构签发的",
               "the certificate of its server comes from no trusted authority"}};
  }
}

}  // namespace

Trouble trouble_of(CURLcode code, long verification) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {Remedy::retry, {"找不到这个主机名", "there is no host of this name"}};
    case CURLE_COULDNT_CONNECT:
      return {
          Remedy::retry,
          {"对方没有应答（服务未启动或网络不通）", "nobody answers (it is down, or no network)"}};
    case CURLE_OPERATION_TIMEDOUT:
      return {Remedy::retry, {"等待超时", "it took too long"}};
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return {Remedy::retry,
              {"连接中途断开（若一直如此，对方可能不接受本单位的客户端证书）",
               "the connection broke (if this goes on, it may not accept our client certificate)"}};
    case CURLE_WRITE_ERROR:  // keep() had enough
      return {Remedy::retry, {"回答过长，不是回执", "its answer is too long for a receipt"}};
    case CURLE_SSL_CONNECT_ERROR:
      return {Remedy::fix_setup,
              {"无法建立安全连接（协议或客户端证书不被接受）",
               "no secure connection (protocol or client certificate is not accepted)"}};
    case CURLE_PEER_FAILED_VERIFICATION:
      return trouble_of_certificate(verification);
    case CURLE_SSL_CERTPROBLEM:
      return {Remedy::fix_setup,
              {"本单位的客户端证书或密钥无法使用", "our client certificate or key cannot be used"}};
    case CURLE_SSL_CACERT_BADFILE:
      return {Remedy::fix_setup,
              {"设置的根证书文件无法读取", "the configured file of authorities cannot be read"}};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {Remedy::fix_setup, {"地址写法不对", "its address is not well-formed"}};
    default:
      return {Remedy::retry, {curl_easy_strerror(code), curl_easy_strerror(code)}};
  }
}

}  // namespace chengnuo::publication
