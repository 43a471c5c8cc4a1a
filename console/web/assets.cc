#include "console/web/assets.h"

#include <map>
#include <memory>

#include "pipeline/digest.h"
#include "pipeline/error.h"
#include "pipeline/file.h"

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, const char*> kTypes{{".html", "text/html; charset=utf-8"},
                                                {".js", "text/javascript; charset=utf-8"},
                                                {".css", "text/css; charset=utf-8"},
                                                {".svg", "image/svg+xml"},
                                                {".json", "application/json; charset=utf-8"}};

struct Asset {
  std::string bytes;
  std::string tag;  ///< ETag
  const char* type = nullptr;
};

std::map<std::string, Asset> read_assets(const fs::path& folder) {
  if (!fs::is_directory(folder))
    throw pipeline::Error(pipeline::Remedy::fix_setup,
                          {"找不到网页文件。", "The page's files were not found."},
                          {"请重新安装本程序。", "Install the program again."}, folder);
  std::map<std::string, Asset> assets;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto type = kTypes.find(entry.path().extension().string());
    if (!entry.is_regular_file() || type == kTypes.end()) continue;
    std::string bytes = pipeline::read_file(entry.path());
    const std::string tag = "\"" + pipeline::sha256_hex(bytes).substr(0, 20) + "\"";
    assets["/" + entry.path().filename().string()] = {std::move(bytes), tag, type->second};
  }
  assets["/"] = assets["/index.html"];
  return assets;
}

}  // namespace

void serve_assets(httplib::Server& server, const fs::path& folder) {
  const auto assets = std::make_shared<std::map<std::string, Asset>>(read_assets(folder));
  server.Get("/[A-Za-z0-9_.\\-]*",
             [assets](const httplib::Request& request, httplib::Response& response) {
               const auto found = assets->find(request.path);
               if (found == assets->end()) {
                 response.status = 404;
                 return response.set_content("404", "text/plain");
               }
               // Always asked for again, so that an update is seen at once; 304 is cheap.
               response.set_header("Cache-Control", "no-cache");
               response.set_header("ETag", found->second.tag);
               if (request.get_header_value("If-None-Match") == found->second.tag) {
                 response.status = 304;
                 return;
               }
               response.set_content(found->second.bytes, found->second.type);
             });
}

}  // namespace chengnuo::console
