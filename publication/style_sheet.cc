#include "pipeline/digest.h"
#include "publication/page_frame.h"

namespace chengnuo::publication {

const std::string& style_sheet() {
  static const std::string style = R"(
:root{color-scheme:light;--red:#a3161b;--deep:#7d0f14;--ink:#23201d;--soft:#625b53;--line:#e3ddd2;--paper:#fffdf9;--ground:#f5f2ec;--gold:#c9a45c}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.7 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--ground);display:flex;flex-direction:column;min-height:100vh}
.wide{width:100%;max-width:70rem;margin:0 auto;padding:0 1.25rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem 1rem;z-index:2}
a{color:var(--red)}a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--gold);outline-offset:2px}
header{background:linear-gradient(100deg,var(--deep),var(--red));color:#fff;border-bottom:4px solid var(--gold)}
header .wide{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 2rem;padding-top:1rem;padding-bottom:1rem}
.brand{display:flex;align-items:center;gap:.9rem;color:#fff;text-decoration:none;font:600 1.35rem/1.35 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif}
.brand small{display:block;font:400 .82rem/1.5 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;opacity:.9}
.mark{display:grid;place-items:center;width:2.8rem;height:2.8rem;border:2px solid #fff;border-radius:.4rem;font-size:1.6rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem}
nav a{color:#fff;text-decoration:none;padding:.4rem .9rem;border-radius:.3rem}
nav a:hover{background:#ffffff26}nav a[aria-current]{background:#fff;color:var(--deep);font-weight:600}
main.wide{flex:1;padding-top:1.6rem;padding-bottom:2.5rem}
h1{font:600 1.5rem/1.4 "Noto Serif CJK SC",SimSun,serif;margin:.2rem 0 1rem}
h2{font-size:1.1rem;margin:0 0 .7rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.9rem;margin:0 0 1.3rem;padding:0;list-style:none}
.tiles li{background:var(--paper);border:1px solid var(--line);border-top:3px solid var(--gold);border-radius:.4rem;padding:.7rem 1.1rem}
.tiles b{display:block;font:600 1.9rem/1.3 "Noto Serif CJK SC",SimSun,serif;color:var(--deep)}
.tiles span{color:var(--soft);font-size:.92rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1.3rem 1.5rem;margin-bottom:1.2rem}
form.search{display:grid;grid-template-columns:2fr repeat(4,1fr) auto;gap:.7rem;align-items:end}
label{display:block;font-size:.88rem;color:var(--soft)}
input,select,textarea{width:100%;font:inherit;color:inherit;background:#fff;padding:.45rem .6rem;border:1px solid #9c948a;border-radius:.3rem}
textarea{min-height:9rem;resize:vertical}
button,.button{font:inherit;font-weight:600;padding:.5rem 1.5rem;border:0;border-radius:.3rem;background:var(--red);color:#fff;cursor:pointer;text-decoration:none;display:inline-block}
button:hover,.button:hover{background:var(--deep)}
table{width:100%;border-collapse:collapse;background:var(--paper);border:1px solid var(--line)}
caption{text-align:left;color:var(--soft);padding:.2rem 0 .5rem}
th,td{text-align:left;padding:.6rem .8rem;border-bottom:1px solid var(--line);vertical-align:top}
thead th{background:#ece6da;white-space:nowrap;font-size:.92rem}
tbody tr:hover{background:#fbf6ea}tbody th{font-weight:600}
td.code{font-variant-numeric:tabular-nums;color:var(--soft);font-size:.92rem;white-space:nowrap}td.day{white-space:nowrap}
.state{display:inline-block;padding:.05rem .65rem;border-radius:1rem;border:1px solid currentColor;font-size:.88rem;white-space:nowrap}
.state::before{content:"● ";font-size:.7em;vertical-align:.15em}
.publicity{color:#8a4b00;background:#fff3df}.published{color:#1c6433;background:#e9f6ec}.suspended{color:#4a3c8c;background:#efecfa}.delisted{color:#fff;background:#3c3835;border-color:#3c3835}.withdrawn{color:#5b5650;background:#eee}
.pager{display:flex;justify-content:space-between;align-items:center;padding:1rem 0;gap:1rem}
.columns{display:grid;grid-template-columns:minmax(0,1.7fr) minmax(17rem,1fr);gap:1.4rem;align-items:start}
article.letter{background:var(--paper);border:1px solid var(--line);box-shadow:0 2px 14px #0000000d;padding:3rem clamp(1.2rem,5vw,4rem);font:1.08rem/2 "Noto Serif CJK SC","Source Han Serif SC",FangSong,SimSun,serif}
article.letter h1{text-align:center;font-size:1.6rem;margin-bottom:1.6rem;letter-spacing:.1em}
article.letter p{margin:.1rem 0;text-indent:2em;text-align:justify}
.banner{border-left:5px solid;padding:.8rem 1.2rem;margin-bottom:1.2rem;border-radius:.3rem}
.banner p{margin:.1rem 0}.banner.delisted{background:#3c3835;border-color:var(--gold)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
ol.events{margin:0;padding-left:1.2rem}ol.events li{margin-bottom:.5rem}
code{font-size:.8rem;overflow-wrap:anywhere}
.note{color:var(--soft);font-size:.92rem}
.answers{list-style:none;padding:0;margin:0}.answers li{padding:.8rem 1.1rem;border-left:5px solid;margin-bottom:.7rem;background:#fff}
.answers .yes{border-color:#1c6433}.answers .no{border-color:var(--red)}.answers .unsure{border-color:#b8860b}.answers b{display:block}
.trap{position:absolute;left:-99rem}
.errors{border:2px solid var(--red);background:#fff5f4;padding:.7rem 1.2rem;border-radius:.4rem;margin-bottom:1rem}
footer{background:#2b2622;color:#e8e2d8;font-size:.9rem;padding:1rem 0}footer p{margin:.2rem 0}
@media(max-width:56rem){form.search{grid-template-columns:1fr 1fr}form.search div:first-child{grid-column:1/-1}.columns{grid-template-columns:1fr}
table,tbody,tr,th,td,caption{display:block}thead{position:absolute;left:-999rem}tbody tr{padding:.7rem .9rem;border-bottom:1px solid var(--line)}tbody th,td{border:0;padding:.1rem 0}caption{padding:.5rem .9rem}td[data-name]::before{content:attr(data-name) "：";color:var(--soft)}}
@media print{body{background:#fff;font-size:11pt}header{background:none;color:#000;border-color:#000}.brand{color:#000}.mark{border-color:#000}nav,form,.pager,.skip,.noprint{display:none!important}footer{background:none;color:#000}.card,article.letter,table{border-color:#999;box-shadow:none;break-inside:avoid}.columns{display:block}article.letter{padding:1rem 0;border:0}a{color:#000;text-decoration:none}}
)";
  return style;
}

const std::string& style_version() {
  static const std::string version = pipeline::sha256_hex(style_sheet()).substr(0, 12);
  return version;
}

}  // namespace chengnuo::publication
