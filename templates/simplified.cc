#include "templates/simplified.h"

#include <algorithm>
#include <string_view>

namespace chengnuo::templates {
namespace {

// The traditional forms of the characters that templates and rules are written in, in order of
// their code points, and beneath them the simplified ones (通用规范汉字表, 2013).
constexpr std::u32string_view kTraditional =
    U"丟並乾亂亞佔來個們偽備傳傷傾僅價儀償優兌兒內兩冊別刪則創勁動務勝勞勢勵區協厭厲參員問喪單嘗嚴"
    U"囑國圍圖團執"
    U"堅報場塗塵墳壓壞壟壽夠奪奮學寢實寧審寫寬寶將專對導屆層屬崗帶幟幫幾庫廈廠廢廣張強後徑從徵徹恆"
    U"悅惡愛態慮憂"
    U"憑懇應懲懷戰戲戶拋捨掛採揚換揮損搖摻撐撓撥擁擇擊擔據擬擴擺擾攤攬敗數斬斷於時暫曉書會桿條棄業"
    U"極榮構樂樓標"
    U"樣樹橋機檔檢櫃櫪權歡歷殘毀氣決沒況洩減測湊溝滅滯滿潛濟濫瀆為無煙煩熱營爐爭爾牽犧狀猶獎獨獲現"
    U"瑪環產畢異當"
    U"發盡監眾瞞確碼磚礎礙禮稅種稱積穩窮竊競節範築篤簡簽籃籌糾紀約紅納紐純紙級紛紡細紹終組結絕絡給"
    U"統絲經綢維綱"
    U"網緊線締編緩縣縫縮縱總績繆織繞繩繳繼續罰罷義習聞聯聲職聽肅脅脈脫腳膠膽臉與興舉舊艙莊萬著蓋薦"
    U"藝藥處虛號虧"
    U"術衛衝補裝襲見規視覺覽觀觸訂計訊討訓記訟訪設許訴診詆詐評詢試話該詳誇認誕語誠誡誤說誰課調談諉"
    U"請論諳諸諾謀"
    U"謂謄謊講謝謹證識議譴護譽讀變讓豐負財貢貨貫責貴貶買貸費貼賂賃賄資賠賣質賬賴購賽贊贏跡踐踴蹤躍"
    U"車軟較載輕輩"
    U"輪輸輿轉辦辭辯農這連進運過達違遜遠適遷選遺邁還邊郵鄭醖醫釀釐釘針鉛銀銘銳銷鋼錄錢錯鍥鍵鏈鏽鑄"
    U"鑒鑰長門開間"
    U"閱闖關陰陳陽階際隨險隱雙雜離難雲電靈靜韌響項須頒頓領頭頸題額顏願類顧顯風飯飲飾養饋馬馳騙驅驗"
    U"髒體鬥鹽麼點"
    U"龍";
constexpr std::u32string_view kSimplified =
    U"丢并干乱亚占来个们伪备传伤倾仅价仪偿优兑儿内两册别删则创劲动务胜劳势励区协厌厉参员问丧单尝严"
    U"嘱国围图团执"
    U"坚报场涂尘坟压坏垄寿够夺奋学寝实宁审写宽宝将专对导届层属岗带帜帮几库厦厂废广张强后径从征彻恒"
    U"悦恶爱态虑忧"
    U"凭恳应惩怀战戏户抛舍挂采扬换挥损摇掺撑挠拨拥择击担据拟扩摆扰摊揽败数斩断于时暂晓书会杆条弃业"
    U"极荣构乐楼标"
    U"样树桥机档检柜枥权欢历残毁气决没况泄减测凑沟灭滞满潜济滥渎为无烟烦热营炉争尔牵牺状犹奖独获现"
    U"玛环产毕异当"
    U"发尽监众瞒确码砖础碍礼税种称积稳穷窃竞节范筑笃简签篮筹纠纪约红纳纽纯纸级纷纺细绍终组结绝络给"
    U"统丝经绸维纲"
    U"网紧线缔编缓县缝缩纵总绩缪织绕绳缴继续罚罢义习闻联声职听肃胁脉脱脚胶胆脸与兴举旧舱庄万着盖荐"
    U"艺药处虚号亏"
    U"术卫冲补装袭见规视觉览观触订计讯讨训记讼访设许诉诊诋诈评询试话该详夸认诞语诚诫误说谁课调谈诿"
    U"请论谙诸诺谋"
    U"谓誊谎讲谢谨证识议谴护誉读变让丰负财贡货贯责贵贬买贷费贴赂赁贿资赔卖质账赖购赛赞赢迹践踊踪跃"
    U"车软较载轻辈"
    U"轮输舆转办辞辩农这连进运过达违逊远适迁选遗迈还边邮郑酝医酿厘钉针铅银铭锐销钢录钱错锲键链锈铸"
    U"鉴钥长门开间"
    U"阅闯关阴陈阳阶际随险隐双杂离难云电灵静韧响项须颁顿领头颈题额颜愿类顾显风饭饮饰养馈马驰骗驱验"
    U"脏体斗盐么点"
    U"龙";
static_assert(kTraditional.size() == kSimplified.size());

}  // namespace

char32_t simplified(char32_t c) {
  const auto found = std::ranges::lower_bound(kTraditional, c);
  if (found == kTraditional.end() || *found != c) return c;
  return kSimplified[static_cast<std::size_t>(found - kTraditional.begin())];
}

}  // namespace chengnuo::templates
