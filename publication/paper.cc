#include "publication/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "pipeline/error.h"
#include "pipeline/free.h"
#include "pipeline/json.h"

namespace chengnuo::publication {
namespace {

using pipeline::Free;
using Kind = PaperBlock::Kind;

using SurfacePtr = std::unique_ptr<cairo_surface_t, Free<cairo_surface_destroy>>;
using CairoPtr = std::unique_ptr<cairo_t, Free<cairo_destroy>>;
using FontPtr = std::unique_ptr<PangoFontDescription, Free<pango_font_description_free>>;
using IterPtr = std::unique_ptr<PangoLayoutIter, Free<pango_layout_iter_free>>;
using LayoutPtr = std::unique_ptr<PangoLayout, Free<g_object_unref>>;

// Points. GB/T 9704-2012, 5.2: margins and the type area of 156 mm × 225 mm with 22 lines.
constexpr double kMillimetre = 72 / 25.4;
constexpr double kPitch = 225.0 / 22 * kMillimetre;
constexpr double kBody = 16;

struct Face {
  const char* font;  // of those named, the first that is installed
  double size;
};
constexpr Face kRedHead{"方正小标宋简体, FZXiaoBiaoSong-B05S, Noto Serif CJK SC Bold", 30};
constexpr Face kTitle{"方正小标宋简体, FZXiaoBiaoSong-B05S, Noto Serif CJK SC Bold", 22};
constexpr Face kHeading{"黑体, SimHei, Noto Sans CJK SC Medium", kBody};
constexpr Face kText{"仿宋_GB2312, FangSong_GB2312, 仿宋, FangSong, Noto Serif CJK SC", kBody};
constexpr Face kSmall{"宋体, SimSun, Noto Serif CJK SC", 10.5};
constexpr Face kSmallHead{"黑体, SimHei, Noto Sans CJK SC Medium", 10.5};

struct Rgb {
  double red, green, blue;
};
constexpr Rgb kBlack{0, 0, 0};
constexpr Rgb kRed{0.80, 0.05, 0.08};

/// Wide tables take all of the sheet that printers can reach.
bool lying(const Paper& paper) { return paper.sheet == Paper::Sheet::lying; }

/// One PDF under the pen: knows where it is on the page and begins new ones.
class Pen {
 public:
  Pen(const std::filesystem::path& file, const Paper& paper)
      : width_((lying(paper) ? 297 : 210) * kMillimetre),
        height_((lying(paper) ? 210 : 297) * kMillimetre),
        left_((lying(paper) ? 20 : 28) * kMillimetre),
        right_(width_ - (lying(paper) ? 20 : 26) * kMillimetre),
        top_((lying(paper) ? 22 : 37) * kMillimetre),
        bottom_(height_ - (lying(paper) ? 22 : 35) * kMillimetre),
        surface_(cairo_pdf_surface_create(file.c_str(), width_, height_)),
        cairo_(cairo_create(surface_.get())),
        y_(top_) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, paper.title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_AUTHOR, paper.author.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   pipeline::rfc3339(paper.made).c_str());
  }

  bool finish() {
    number_page();
    cairo_show_page(cairo_.get());
    cairo_surface_finish(surface_.get());
    return cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS;
  }

  double left() const { return left_; }
  double right() const { return right_; }
  double y() const { return y_; }
  void skip(double points) { y_ += points; }

  /// True if it began a new page.
  bool need(double points) {
    if (y_ + points <= bottom_ + 0.5) return false;
    number_page();
    cairo_show_page(cairo_.get());
    ++page_;
    y_ = top_;
    return true;
  }

  LayoutPtr layout(const std::string& text, const Face& face, double width) const {
    LayoutPtr made(pango_cairo_create_layout(cairo_.get()));
    const FontPtr font(pango_font_description_from_string(face.font));
    pango_font_description_set_absolute_size(font.get(), face.size * PANGO_SCALE);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    return made;
  }

  /// Lines on the grid, from page to page.
  void flow(const LayoutPtr& text, double pitch, double x, const Rgb& colour = kBlack) {
    const IterPtr line(pango_layout_get_iter(text.get()));
    do {
      need(pitch);
      PangoRectangle place;
      pango_layout_iter_get_line_extents(line.get(), nullptr, &place);
      PangoLayoutLine* words = pango_layout_iter_get_line_readonly(line.get());
      draw(words, x + place.x / double{PANGO_SCALE}, y_ + pitch * 0.72, colour);
      y_ += pitch;
    } while (pango_layout_iter_next_line(line.get()) != 0);
  }

  /// A block of text at a place, without regard to the page's end. Returns its height.
  void put(const LayoutPtr& text, double x, double y) {
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), text.get());
  }

  void rule(double x1, double y1, double x2, double y2, double thickness,
            const Rgb& colour = kBlack) {
    cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
    cairo_set_line_width(cairo_.get(), thickness);
    cairo_move_to(cairo_.get(), x1, y1);
    cairo_line_to(cairo_.get(), x2, y2);
    cairo_stroke(cairo_.get());
    cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
  }

 private:
  void draw(PangoLayoutLine* line, double x, double y, const Rgb& colour) {
    cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout_line(cairo_.get(), line);
    cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
  }

  /// GB/T 9704-2012, 7.5: below the type area, odd pages to the right, even ones to the left.
  void number_page() {
    const LayoutPtr text = layout("— " + std::to_string(page_) + " —", {kText.font, 14}, 100);
    pango_layout_set_alignment(text.get(), page_ % 2 == 1 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    put(text, page_ % 2 == 1 ? right_ - 100 - kBody : left_ + kBody, bottom_ + 7 * kMillimetre);
  }

  double width_, height_, left_, right_, top_, bottom_;
  SurfacePtr surface_;
  CairoPtr cairo_;
  double y_;
  int page_ = 1;
};

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
