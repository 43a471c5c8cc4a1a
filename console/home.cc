#include "console/home.h"

#include "pipeline/error.h"
#include "pipeline/file.h"
#include "signing/development_ca.h"

#ifndef CHENGNUO_SOURCE_DIR
#define CHENGNUO_SOURCE_DIR ""
#endif
#ifndef CHENGNUO_MODELS
#define CHENGNUO_MODELS ""
#endif

namespace chengnuo::console {
namespace {

namespace fs = std::filesystem;
using pipeline::Error;
using pipeline::Remedy;

constexpr const char* kUnit = "unit1";

constexpr const char* kConfiguration =
    R"(# 质量信誉承诺书处理系统的设置。以 # 开头的行是说明或缺省值；相对路径都在本目录之下。
# Settings. Lines that begin with # are explanations or defaults; relative paths are below this folder.

# 组织单位：一个单位一个收件文件夹 inbox/<id>/。增加单位时复制这一段，改 id 和 name。
# Organising units: each has the inbox folder inbox/<id>/. Copy this part to add one.
[[unit]]
id = "unit1"
name = "示例组织单位"                       # 出现在签名、回执和公示页面上 / shown on signatures and pages
key = "keys/unit1.p12"                      # 签名密钥：PKCS#12，或 PEM 另加 certificate / or PEM with certificate
# phone = ""                                # 联系电话，印在通知和回执上 / telephone on papers
password_file = "keys/unit1.password"       # 私钥密码所在文件，权限 0600 / file with the key's password

[service]
# workers = 2                               # 同时处理的申报件数 / submissions handled at the same time
# log = "info"                              # 日志详略：error、warning、info、debug / how much is logged

[register]
# database = "register.db"                  # 或 / or "postgresql://用户@主机:5432/库"
# lease_seconds = 60

[inbox]
# quiet_seconds = 2                         # 文件多久不变才算写完 / unchanged for so long counts as finished
# give_up_seconds = 600                     # 结构不完整的文件等多久后照样收下并说明 / then taken in and reported
# notice = "auto"                           # auto：自动判断；polling：只轮询（网络共享）/ network shares
# rescan_seconds = 5

[reading]
# engine = "auto"                           # auto | ppocr | tesseract
# precision = "native"                      # native：处理器最快的算法；exact：各机结果完全相同但慢一倍 / the same on every host, half as fast
# models = ""                               # PP-OCR 模型文件夹；不写用安装时的 / of PP-OCR; default as installed
# processes = 0                             # 识读进程数，0 为每个处理器核一个 / reader processes, 0: one a core
# page_seconds = 60                         # 每页时限 / time limit of a page
# memory_mb = 3000                          # 每个识读进程的内存上限 / memory limit of each
# most_pages = 200                          # 单个文件的页数上限 / longest file

[checking]
# templates = "templates"                   # 模板文件夹，可自行增加 / add your own here
# least_confidence = 0.95                   # 低于此值交人工核对，最高 1 / below it a person decides; up to 1
# also_required = ["email"]                 # 另须填写且识读无疑的字段 / fields that must be certain too
# sample = 0.05                             # 本可直接通过的，仍抽此比例交人工 / share that a person sees all the same

[console]
# listen = "127.0.0.1:8080"                 # 网页的地址；off 为不开 / the page's address; off: none
# certificate = "keys/tls.crt"              # 与 key 同设时用 HTTPS；对局域网开放时必须设 / HTTPS with key; needed on a LAN
# key = "keys/tls.key"
# session_seconds = 28800                   # 多久不用即须重新登录 / log in again after so long

[review]
# second_person = "auto"                    # 更正者不得自己审核：auto 有两位审核员起、always、never / who corrects does not approve
# undo_seconds = 8                          # 通过后多久之内可撤销 / an approval can be taken back for so long

[signing]
# trust = "keys/trust"                      # 验证签名时信任的根证书（时间戳服务的也放这里）/ trusted roots, of time stamps too
# time_stamps = ["http://tsa.example.cn/"]  # 时间戳服务，依次询问 / time stamp authorities, asked in this order
# level = "auto"                            # auto | B-B | B-T | B-LT | B-LTA；[[unit]] 可单独设 / a unit may have its own
# time_stamp_seconds = 10                   # 每个服务等多久 / how long each is waited for
# renew_days = 90                           # 存档签名的证明到期前多久续期 / renew archived proofs so long before they end

[archive]
# folder = "archive"
# second_folder = ""                        # 第二存放处，最好在另一块磁盘上 / a second location, at best on another disk
# seal_seconds = 86400                      # 多久签署一次日志头 / how often the log's head is signed
# code = "{fonds}-{category}·{year}-{retention}-{unit}-{number}"   # 档号 / archive code

[publication]
# house = "unit1"                           # 与其他报送单位区别的名称 / tells your messages from others'
activity = "中国工业企业质量信誉承诺活动"    # 活动名称（可加副标题）/ with its subtitle

# publicity_days = 5                        # 公示期（工作日，首日计入）；0 为不设 / working days, first one counted
# holidays = "holidays.txt"                 # 节假日和调休表；不写用安装时的 / table of holidays; default as installed

[supervision]
# forward_days = 7                          # 受理转交期限（工作日）/ to accept and pass on a complaint
# hearing_days = 5                          # 企业说明期限 / for the enterprise's statement
# finding_days = 15                         # 核查认定期限 / to find whether there was a breach

# 公示平台。写 url 即通过网络报送；不写则把签名报文放入文件夹，由人携带。
# The publication platform: by network with a url; otherwise signed messages go to the folder.
[publication.platform]
# url = "http://127.0.0.1:8090/api/messages"
folder = "sent/platform"
# receipts = "keys/receipts/platform"       # 对方签署回执的证书；由人携带时必须有 / certificates of who signs its receipts; needed for the folder

# 活动办 / the Activity Office
[publication.activity_office]
folder = "sent/activity_office"
)";

}  // namespace

DataFiles find_data_files() {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
  const fs::path installed = program / ".." / "share" / "chengnuo";
  if (fs::exists(installed / "message.xsd")) {
    const fs::path models = installed / "models" / "ppocr";
    return {installed / "templates",
            installed / "message.xsd",
            installed / "holidays.txt",
            program / "chengnuo-reader",
            fs::exists(models) ? models : fs::path(),
            installed / "page"};
  }
  const fs::path source = CHENGNUO_SOURCE_DIR;
  if (!source.empty() && fs::exists(source / "publication" / "message.xsd"))
    return {source / "templates" / "xml",
            source / "publication" / "message.xsd",
            source / "publication" / "holidays.txt",
            program / "chengnuo-reader",
            CHENGNUO_MODELS,
            source / "console" / "web" / "page"};
  throw Error(Remedy::fix_setup,
              {"找不到程序的数据文件（模板、报文结构）。",
               "The program's data files (templates, schema) were not found."},
              {"请重新安装本程序。", "Install the program again."}, installed);
}

void init_home(const fs::path& home, const DataFiles& data, pipeline::Time now) {
  try {
    for (const fs::path& folder :
         {fs::path("inbox") / kUnit, fs::path("work"), fs::path("archive"),
          fs::path("keys") / "trust", fs::path("keys") / "receipts" / "platform",
          fs::path("keys") / "receipts" / "activity_office", fs::path("sent")})
      fs::create_directories(home / folder);
    fs::permissions(home / "keys", fs::perms::owner_all);
    fs::copy(data.templates, home / "templates",
             fs::copy_options::recursive | fs::copy_options::skip_existing);
  } catch (const fs::filesystem_error& error) {
    throw Error(Remedy::fix_setup,
                {"无法建立工作目录：" + std::string(error.code().message()),
                 "The home cannot be made: " + error.code().message()},
                {"请检查目录的权限和磁盘空间。", "Check permissions and disk space."}, home);
  }
  signing::make_development_key(home / "keys", {kUnit, "示例组织单位"}, now);
  const fs::path ca = signing::development_ca_certificate(home / "keys");
  if (!fs::exists(home / "keys" / "trust" / ca.filename()))
    pipeline::copy_durably(ca, home / "keys" / "trust" / ca.filename());
  // Last: with it the folder counts as a home.
  if (!fs::exists(home / "chengnuo.toml"))
    pipeline::write_durably(home / "chengnuo.toml", kConfiguration);
}

}  // namespace chengnuo::console
