#include "publication/paper.h"

#include <algorithm>

#include "pipeline/error.h"
#include "publication/pen.h"

namespace chengnuo::publication {
namespace {

using Kind = PaperBlock::Kind;

double height_of(const LayoutPtr& text) {
  int height = 0;
  pango_layout_get_size(text.get(), nullptr, &height);
  return height / double{PANGO_SCALE};
}

void draw_row(Pen& pen, const std::vector<PaperBlock::Column>& columns,
              const std::vector<std::string>& cells, const std::vector<double>& widths,
              const Face& face) {
  constexpr double kPadding = 3;
  std::vector<LayoutPtr> texts;
  double tallest = face.size * 1.6;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    texts.push_back(
        pen.layout(i < cells.size() ? cells[i] : std::string(), face, widths[i] - 2 * kPadding));
    tallest = std::max(tallest, height_of(texts.back()));
  }
  const double height = tallest + 2 * kPadding;
  double x = pen.left();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    pen.put(texts[i], x + kPadding, pen.y() + kPadding);
    pen.rule(x, pen.y(), x, pen.y() + height, 0.6);
    x += widths[i];
  }
  pen.rule(x, pen.y(), x, pen.y() + height, 0.6);
  pen.rule(pen.left(), pen.y(), x, pen.y(), 0.6);
  pen.rule(pen.left(), pen.y() + height, x, pen.y() + height, 0.6);
  pen.skip(height);
}

/// How tall draw_row will make a row.
double row_height(const Pen& pen, const std::vector<std::string>& cells,
                  const std::vector<double>& widths) {
  double tallest = kSmall.size * 1.6;
  for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i)
    tallest = std::max(tallest, height_of(pen.layout(cells[i], kSmall, widths[i] - 6)));
  return tallest + 6;
}

void draw_table(Pen& pen, const PaperBlock& block) {
  double shares = 0;
  for (const auto& column : block.columns) shares += column.width;
  std::vector<double> widths;
  std::vector<std::string> heads;
  for (const auto& column : block.columns) {
    widths.push_back((pen.right() - pen.left()) * column.width / shares);
    heads.push_back(column.head);
  }
  const double head = row_height(pen, heads, widths);
  const double first = block.rows.empty() ? 0 : row_height(pen, block.rows.front(), widths);
  pen.need(head + first);
  draw_row(pen, block.columns, heads, widths, kSmallHead);
  for (const auto& row : block.rows) {
    if (pen.need(row_height(pen, row, widths)))
      draw_row(pen, block.columns, heads, widths, kSmallHead);
    draw_row(pen, block.columns, row, widths, kSmall);
  }
}

void draw_centred(Pen& pen, const std::string& text, const Face& face, double pitch,
                  const Rgb& colour = kBlack) {
  const LayoutPtr layout = pen.layout(text, face, pen.right() - pen.left());
  pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
  pen.flow(layout, pitch, pen.left(), colour);
}

void draw(Pen& pen, const PaperBlock& block) {
  const double width = pen.right() - pen.left();
  switch (block.kind) {
    case Kind::red_head:
      draw_centred(pen, block.text, kRedHead, kPitch * 1.7, kRed);
      return pen.skip(kPitch * 0.6);
    case Kind::number:
      draw_centred(pen, block.text, kText, kPitch);
      pen.rule(pen.left(), pen.y() + 4 * kMillimetre, pen.right(), pen.y() + 4 * kMillimetre, 1.4,
               kRed);
      return pen.skip(kPitch * 1.6);
    case Kind::title:
      draw_centred(pen, block.text, kTitle, kPitch * 1.25);
      return pen.skip(kPitch * 0.75);
    case Kind::addressee:
      return pen.flow(pen.layout(block.text, kText, width), kPitch, pen.left());
    case Kind::heading:
    case Kind::text: {
      const LayoutPtr layout =
          pen.layout(block.text, block.kind == Kind::text ? kText : kHeading, width);
      pango_layout_set_indent(layout.get(), static_cast<int>(2 * kBody * PANGO_SCALE));
      pango_layout_set_justify(layout.get(), TRUE);
      return pen.flow(layout, kPitch, pen.left());
    }
    case Kind::field: {
      pen.need(kPitch);
      pen.put(pen.layout(block.label, kHeading, 9 * kBody), pen.left(), pen.y() + 5);
      return pen.flow(pen.layout(block.text, kText, width - 9 * kBody), kPitch,
                      pen.left() + 9 * kBody);
    }
    case Kind::signature: {
      const LayoutPtr layout = pen.layout(block.text, kText, width - 4 * kBody);
      pango_layout_set_alignment(layout.get(), PANGO_ALIGN_RIGHT);
      return pen.flow(layout, kPitch, pen.left());
    }
    case Kind::note:
      return pen.flow(pen.layout(block.text, kSmall, width), kSmall.size * 1.7, pen.left());
    case Kind::table:
      return draw_table(pen, block);
    case Kind::picture:
      pen.picture(block.picture);
      return draw_centred(pen, block.text, kSmall, kSmall.size * 1.7);
    case Kind::gap:
      return pen.skip(kPitch);
  }
}

}  // namespace

void write_pdf(const std::filesystem::path& file, const Paper& paper) {
  Pen pen(file, paper);
  for (const PaperBlock& block : paper.blocks) draw(pen, block);
  if (!pen.finish())
    throw pipeline::Error(pipeline::Remedy::fix_setup,
                          {"文件无法写入。", "The file cannot be written."},
                          {"请检查文件夹是否存在、是否可写、磁盘是否已满。",
                           "Does the folder exist, may it be written, is the disk full?"},
                          file);
}

}  // namespace chengnuo::publication
