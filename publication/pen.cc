#include "publication/pen.h"

#include <algorithm>

#include "pipeline/error.h"
#include "pipeline/json.h"

namespace chengnuo::publication {
namespace {

/// Wide tables take all of the sheet that printers can reach.
bool lying(const Paper& paper) { return paper.sheet == Paper::Sheet::lying; }

}  // namespace

Pen::Pen(const std::filesystem::path& file, const Paper& paper)
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

bool Pen::finish() {
  number_page();
  cairo_show_page(cairo_.get());
  cairo_surface_finish(surface_.get());
  return cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS;
}

bool Pen::need(double points) {
  if (y_ + points <= bottom_ + 0.5) return false;
  number_page();
  cairo_show_page(cairo_.get());
  ++page_;
  y_ = top_;
  return true;
}

LayoutPtr Pen::layout(const std::string& text, const Face& face, double width) const {
  LayoutPtr made(pango_cairo_create_layout(cairo_.get()));
  const FontPtr font(pango_font_description_from_string(face.font));
  pango_font_description_set_absolute_size(font.get(), face.size * PANGO_SCALE);
  pango_layout_set_font_description(made.get(), font.get());
  pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
  return made;
}

void Pen::flow(const LayoutPtr& text, double pitch, double x, const Rgb& colour) {
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

void Pen::put(const LayoutPtr& text, double x, double y) {
  cairo_move_to(cairo_.get(), x, y);
  pango_cairo_show_layout(cairo_.get(), text.get());
}

void Pen::picture(const std::filesystem::path& png) {
  constexpr double kLeast = 0.6;  // of the type area's height: less shows nothing, a new page does
  const SurfacePtr image(cairo_image_surface_create_from_png(png.c_str()));
  if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS)
    throw pipeline::Error(pipeline::Remedy::retry,
                          {"页面图像无法读取。", "The image of a page cannot be read."},
                          {"请稍候再试；仍不行的，请检查磁盘。",
                           "Try again in a moment; if it fails again, look at the disk."},
                          png);
  need((bottom_ - top_) * kLeast);
  const double caption = 2 * kSmall.size;
  const double across = (right_ - left_) / cairo_image_surface_get_width(image.get());
  const double down = (bottom_ - y_ - caption) / cairo_image_surface_get_height(image.get());
  const double scale = std::min(across, down);
  const double width = scale * cairo_image_surface_get_width(image.get());
  const double height = scale * cairo_image_surface_get_height(image.get());
  cairo_save(cairo_.get());
  cairo_translate(cairo_.get(), (left_ + right_ - width) / 2, y_);
  cairo_scale(cairo_.get(), scale, scale);
  cairo_set_source_surface(cairo_.get(), image.get(), 0, 0);
  cairo_paint(cairo_.get());
  cairo_restore(cairo_.get());
  y_ += height;
}

void Pen::rule(double x1, double y1, double x2, double y2, double thickness, const Rgb& colour) {
  cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
  cairo_set_line_width(cairo_.get(), thickness);
  cairo_move_to(cairo_.get(), x1, y1);
  cairo_line_to(cairo_.get(), x2, y2);
  cairo_stroke(cairo_.get());
  cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
}

void Pen::draw(PangoLayoutLine* line, double x, double y, const Rgb& colour) {
  cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
  cairo_move_to(cairo_.get(), x, y);
  pango_cairo_show_layout_line(cairo_.get(), line);
  cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
}

void Pen::number_page() {
  const LayoutPtr text = layout("— " + std::to_string(page_) + " —", {kText.font, 14}, 100);
  pango_layout_set_alignment(text.get(), page_ % 2 == 1 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  put(text, page_ % 2 == 1 ? right_ - 100 - kBody : left_ + kBody, bottom_ + 7 * kMillimetre);
}

}  // namespace chengnuo::publication
