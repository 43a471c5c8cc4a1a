#include <libxml/xmlerror.h>

#include <array>

#include "templates/xml.h"

namespace chengnuo::templates {
namespace {

using pipeline::Message;

struct Known {
  int code = 0;
  const char* what_zh;
  const char* remedy_zh;
  const char* remedy_en;
};

constexpr std::array kKnown = {
    Known{XML_SCHEMAV_CVC_COMPLEX_TYPE_4, "缺少必需的属性", "请补上英文信息中提到的属性。",
          "Add the attribute that is named."},
    Known{XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, "有不允许的属性",
          "请删去或改正英文信息中提到的属性名。", "Take the attribute away or correct its name."},
    Known{XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2, "有不允许的属性",
          "请删去或改正英文信息中提到的属性名。", "Take the attribute away or correct its name."},
    Known{XML_SCHEMAV_ELEMENT_CONTENT, "元素的位置或名称不对，或缺少元素",
          "请按英文信息中的 Expected 改正；各部分的次序见 docs/templates.md。",
          "Put there what is expected; docs/templates.md has the order of the parts."},
    Known{XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3, "此处不能直接写文字", "请把文字放进它的元素里。",
          "Put the words into an element of their own."},
    Known{XML_SCHEMAV_CVC_ENUMERATION_VALID, "属性的值不在允许的范围内",
          "请从英文信息列出的值中选一个。", "Choose one of the values that are listed."},
    Known{XML_SCHEMAV_CVC_PATTERN_VALID, "写法不合规定",
          "id 只能用小写字母、数字、- 和 _，以字母开头。",
          "An id has small letters, digits, - and _, and begins with a letter."},
    Known{XML_SCHEMAV_CVC_MINLENGTH_VALID, "内容是空的", "请填写内容，或删去整个元素。",
          "Fill it in, or take the element away."},
    Known{XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, "值的写法不对",
          "日期写作 2011-07-25，数目写作正整数。",
          "A day is written 2011-07-25, a count as digits."},
    Known{XML_SCHEMAV_CVC_IDC, "id 重复，或引用了没有声明的 id",
          "同一模板中 field、place 的 id 不能重复；place= 与 slot 的 field= 须先声明。",
          "Ids of fields and places must differ; what place= or a slot's field= names must be "
          "there."},
    Known{XML_SCHEMAV_CVC_ELT_1, "根元素不对",
          "根元素应为 <template xmlns=\"urn:chengnuo:template\">（工作方案为 <plan>）。",
          "The root is <template xmlns=\"urn:chengnuo:template\">, or <plan> of a working plan."},
    Known{XML_ERR_INVALID_CHAR, "含有不允许的控制字符", "请删去该字符。",
          "Take the control character away."},
    Known{XML_ERR_INVALID_ENCODING, "文件的编码与声明的不一致",
          "请把文件另存为 UTF-8，并写明 encoding=\"UTF-8\"。",
          "Save the file as UTF-8 and declare encoding=\"UTF-8\"."},
    Known{XML_ERR_UNSUPPORTED_ENCODING, "文件的编码不受支持",
          "请把文件另存为 UTF-8，并写明 encoding=\"UTF-8\"。",
          "Save the file as UTF-8 and declare encoding=\"UTF-8\"."},
    Known{XML_ERR_TAG_NAME_MISMATCH, "开始标签与结束标签不一致",
          "请检查该行及其前面的标签是否配对。",
          "Look for a tag that is not closed, here or above."},
};

}  // namespace

Explained explained(const XmlComplaint& complaint) {
  if (complaint.text == "DOCTYPE")
    return {{"不允许 DOCTYPE 声明", "DOCTYPE is not allowed"},
            {"请删去 <!DOCTYPE …>。", "Take <!DOCTYPE …> away."}};
  // The namespace says nothing that the one who wrote the file did not write.
  constexpr std::string_view kNamespace = "{urn:chengnuo:template}";
  std::string text = complaint.text;
  for (auto at = text.find(kNamespace); at != text.npos; at = text.find(kNamespace))
    text.erase(at, kNamespace.size());
  for (const Known& known : kKnown)
    if (known.code == complaint.code)
      return {{std::string(known.what_zh) + "（" + text + "）", text},
              {known.remedy_zh, known.remedy_en}};
  return {{text, text}, {"请对照 docs/templates.md 改正该行。", "Correct it (docs/templates.md)."}};
}

}  // namespace chengnuo::templates
