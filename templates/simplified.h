#pragma once

namespace chengnuo::templates {

/// The simplified form of a traditional character that letters are written with: 諾 → 诺. Others
/// stay as they are, rare ones included.
char32_t simplified(char32_t c);

}  // namespace chengnuo::templates
