#include "console/web/qr.h"

#include <qrencode.h>

#include <memory>

#include "pipeline/error.h"
#include "pipeline/free.h"

namespace chengnuo::console {
namespace {

using CodePtr = std::unique_ptr<QRcode, pipeline::Free<QRcode_free>>;
constexpr int kMargin = 4;

}  // namespace

std::string qr_svg(const std::string& text) {
  const CodePtr code(
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, /*casesensitive=*/1));
  if (!code)
    throw pipeline::Error(pipeline::Remedy::fix_document,
                          {"内容太长，无法生成二维码。", "Too long for a QR code."}, {});
  std::string path;
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1) != 0)
        path += "M" + std::to_string(x + kMargin) + " " + std::to_string(y + kMargin) + "h1v1h-1z";
  const std::string size = std::to_string(code->width + 2 * kMargin);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size +
         "\" shape-rendering=\"crispEdges\"><rect width=\"" + size + "\" height=\"" + size +
         "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>";
}

}  // namespace chengnuo::console
