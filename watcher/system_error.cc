#include "watcher/system_error.h"

#include <cerrno>
#include <system_error>

#include "watcher/name_rules.h"

namespace chengnuo::watcher {

using pipeline::Error;
using pipeline::Message;
using pipeline::Remedy;

namespace {

struct Cause {
  Remedy remedy;
  Message what;
  Message advice;
};

Cause cause_of(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return {Remedy::retry,
              {"磁盘空间已满", "the disk is full"},
              {"请清理磁盘空间；文件仍在原处，有空间后自动继续。",
               "Free some disk space; the file stays where it is and is tried again by itself."}};
    case EACCES:
    case EPERM:
      return {Remedy::fix_setup,
              {"没有权限", "permission denied"},
              {"请管理员检查服务账户对该文件夹的读写权限。",
               "Ask the administrator to give the service's account access to this folder."}};
    case EROFS:
      return {Remedy::fix_setup,
              {"文件系统为只读", "the file system is read-only"},
              {"请管理员以可写方式挂载该文件夹。",
               "Ask the administrator to mount this folder for writing."}};
    case ENOENT:
    case ENOTDIR:
      return {Remedy::fix_setup,
              {"文件夹不存在", "the folder does not exist"},
              {"请管理员检查该文件夹是否已挂载。",
               "Ask the administrator whether this folder is mounted."}};
    case EMFILE:
    case ENFILE:
      return {Remedy::retry,
              {"打开的文件过多", "too many open files"},
              {"系统会自动重试；如反复出现，请管理员提高打开文件数上限。",
               "It is tried again by itself; if this repeats, raise the limit of open files."}};
    default: {
      const std::string reason = std::generic_category().message(code);
      return {Remedy::retry,
              {"系统错误：" + reason, reason},
              {"系统会自动重试；如反复出现，请管理员检查磁盘和网络。",
               "It is tried again by itself; if this repeats, check the disk and the network."}};
    }
  }
}

}  // namespace

Error system_error(int code, const Message& doing, const std::filesystem::path& file) {
  Cause cause = cause_of(code);
  const std::string name = name_in_utf8(file.filename().native());
  return {cause.remedy,
          {doing.zh + "“" + name + "”时出错：" + cause.what.zh + "。",
           doing.en + " \"" + name + "\" failed: " + cause.what.en + "."},
          cause.advice,
          file};
}

}  // namespace chengnuo::watcher
