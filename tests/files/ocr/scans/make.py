#!/usr/bin/env python3
"""Makes the files of this folder, once; they are kept so that tests need none of what it imports
(PyPI: pillow img2pdf pikepdf numpy; Debian: fonts-noto-cjk). Random numbers are seeded."""
import io
import struct
import zlib

import img2pdf
import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pikepdf import Array, Dictionary, Name

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def sheet(width=248, height=351):
    """A small page with something in each corner, so that turning it shows: red top left, black bar
    at the top, blue bottom left, a red ring bottom right; 30 dpi of A4."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle([15, 15, 90, 50], fill=(200, 30, 30))
    draw.rectangle([15, 80, 230, 90], fill="black")
    draw.ellipse([130, 200, 220, 290], outline=(220, 0, 0), width=6)
    draw.rectangle([15, 300, 60, 330], fill=(0, 0, 220))
    return image


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, **options)
    return out.getvalue()


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


def letter():
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    draw.text((400, 150), "质量信誉承诺书", font=ImageFont.truetype(FONT, 60), fill=0)
    for y, line in ((330, "本企业自愿参加质量信誉承诺活动，并承诺如下："),
                    (400, "严格遵守国家法律法规，接受社会各界监督。")):
        draw.text((150, y), line, font=ImageFont.truetype(FONT, 34), fill=0)
    return image


def pdf(page_size, content, resources=None, rotate=0, **page):
    """A PDF of one page."""
    document = pikepdf.new()
    document.add_blank_page(page_size=page_size)
    first = document.pages[0]
    first.Contents = document.make_stream(content.encode())
    if resources is not None:
        first.Resources = resources(document)
    if rotate:
        first.Rotate = rotate
    for key, value in page.items():
        first[f"/{key}"] = value
    return document


def with_image(data, width, height, colours, bits=8, **entries):
    def resources(document):
        image = pikepdf.Stream(document, data)
        image.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=width,
                                       Height=height, ColorSpace=colours, BitsPerComponent=bits,
                                       **entries)
        return Dictionary(XObject=Dictionary(I=document.make_indirect(image)))
    return resources


FULL = "q 595.2 0 0 842.4 0 0 cm /I Do Q"


def save(document, name, **options):
    document.save(name, deterministic_id=not options, **options)


def g4(image):
    """CCITT T.6 data of a bi-level image (black is 1)."""
    out = io.BytesIO()
    image.convert("1", dither=Image.Dither.NONE).save(out, "TIFF", compression="group4")
    out.seek(0)
    tiff = Image.open(out)
    offset, = tiff.tag_v2[273]
    length, = tiff.tag_v2[279]
    return out.getvalue()[offset:offset + length], tiff.tag_v2[262]


def jbig2(image):
    """An embedded JBIG2 stream: page information and one MMR-coded region (ITU-T T.88, 7.4.6)."""
    data, photometric = g4(image)
    if photometric == 1:  # then the coded black stands for white
        data, _ = g4(ImageOps.invert(image.convert("L")))
    width, height = image.size
    information = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\x01" + data

    def segment(number, kind, body):
        return struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body
    return segment(0, 48, information) + segment(1, 38, region)


def main():
    page = sheet()
    width, height = page.size
    colour = jpeg(page, dpi=(300, 300))
    write("colour.jpg", colour)
    write("cmyk.jpg", jpeg(page.convert("CMYK"), dpi=(300, 300)))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    write("turned-by-exif.jpg", jpeg(page.rotate(90, expand=True), exif=exif))
    write("cut-off.jpg", colour[: len(colour) * 6 // 10])

    grey = np.asarray(page.convert("L"))
    page.save("colour.png", dpi=(300, 300))
    Image.fromarray(grey.astype("uint16") * 257).save("16-bit.png")
    see_through = np.dstack([np.asarray(page), np.where(grey > 250, 0, 255).astype("uint8")])
    see_through[grey > 250, :3] = 0  # black where nothing shows
    Image.fromarray(see_through).save("transparent.png")
    page.convert("P").save("palette.png")
    page.convert("1", dither=Image.Dither.NONE).save("bilevel.png", dpi=(300, 300))
    with open("colour.png", "rb") as file:
        whole = file.read()
    write("cut-off.png", whole[: len(whole) * 6 // 10])

    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body +
                struct.pack(">I", zlib.crc32(kind + body)))
    packer = zlib.compressobj(9)
    squeezed = b"".join(packer.compress(b"\0" * 3751) for _ in range(30000)) + packer.flush()
    write("bomb.png", b"\x89PNG\r\n\x1a\n" +
          chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)) +
          chunk(b"IDAT", squeezed) + chunk(b"IEND", b""))

    Image.fromarray(grey.astype("uint16") * 257).save("16-bit.tif", compression="tiff_lzw")
    page.convert("CMYK").save("cmyk.tif", compression="tiff_lzw")
    bilevel = page.convert("1", dither=Image.Dither.NONE)
    bilevel.save("fax.tif", compression="group4", dpi=(204, 98))
    page.save("three-pages.tif", save_all=True, append_images=[page.rotate(180), bilevel],
              compression="tiff_lzw", dpi=(300, 300))
    with open("three-pages.tif", "rb") as file:
        whole = file.read()
    write("cut-off.tif", whole[: len(whole) * 6 // 10])
    page.save("turned-by-tag.tif", compression="tiff_lzw", tiffinfo={274: 3})

    # PDFs that are a scan and nothing else.
    as_jpeg = with_image(colour, width, height, Name.DeviceRGB, Filter=Name.DCTDecode)
    save(pdf((595.2, 842.4), FULL, as_jpeg), "scan.pdf")
    save(pdf((595.2, 842.4), FULL, as_jpeg, rotate=90), "scan-rotated.pdf")
    save(pdf((842.4, 595.2), "q 0 595.2 -842.4 0 842.4 0 cm /I Do Q", as_jpeg), "scan-laid-down.pdf")
    two = pdf((595.2, 842.4), FULL, as_jpeg)
    two.pages.append(two.pages[0])
    two.pages[1].Rotate = 180
    save(two, "two-pages.pdf")
    out = io.BytesIO()
    page.save(out, "JPEG2000")
    save(pdf((595.2, 842.4), FULL, with_image(out.getvalue(), width, height, Name.DeviceRGB,
                                              Filter=Name.JPXDecode)), "jpeg2000.pdf")
    fax, photometric = g4(page)
    save(pdf((595.2, 842.4), FULL,
             with_image(fax, width, height, Name.DeviceGray, 1, Filter=Name.CCITTFaxDecode,
                        DecodeParms=Dictionary(K=-1, Columns=width, Rows=height,
                                               BlackIs1=photometric == 1))), "ccitt.pdf")
    save(pdf((595.2, 842.4), FULL,
             with_image(jbig2(bilevel), width, height, Name.DeviceGray, 1,
                        Filter=Name.JBIG2Decode)), "jbig2.pdf")
    save(pdf((595.2, 842.4), FULL,
             with_image(colour[: len(colour) * 6 // 10], width, height, Name.DeviceRGB,
                        Filter=Name.DCTDecode)), "damaged-image.pdf")

    # PDFs that are more than a scan.
    large = page.resize((1240, 1755), Image.Resampling.NEAREST)
    as_large_jpeg = with_image(jpeg(large), *large.size, Name.DeviceRGB, Filter=Name.DCTDecode)

    def with_font(document):
        resources = as_large_jpeg(document)
        resources.Font = Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1,
                                                 BaseFont=Name.Helvetica))
        return resources
    save(pdf((595.2, 842.4), FULL + " BT /F 10 Tf 320 700 Td (9) Tj ET", with_font),
         "typed-over.pdf")
    save(pdf((595.2, 842.4), "q 297.6 0 0 421.2 0 421.2 cm /I Do Q", as_jpeg), "half-a-page.pdf")
    save(pdf((595.2, 842.4), "BT /F 24 Tf 100 700 Td (Quality) Tj ET", with_font), "typed.pdf")

    # PDFs to be wary of.
    save(pdf((595.2, 842.4), FULL, as_jpeg), "password.pdf",
         encryption=pikepdf.Encryption(owner="owner", user="user"))
    save(pdf((595.2, 842.4), FULL, as_jpeg), "no-copying.pdf",
         encryption=pikepdf.Encryption(owner="owner", user="",
                                       allow=pikepdf.Permissions(extract=False)))
    script = pdf((595.2, 842.4), FULL, as_jpeg)
    script.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    save(script, "javascript.pdf")
    carrier = pdf((595.2, 842.4), FULL, as_jpeg)
    carrier.attachments["payload.exe"] = b"MZ"
    save(carrier, "attachment.pdf")
    with open("scan.pdf", "rb") as file:
        whole = file.read()
    write("cut-off.pdf", whole[: len(whole) * 6 // 10])
    many = pikepdf.new()
    many.add_blank_page(page_size=(595.2, 842.4))
    tree = many.Root.Pages
    first = tree.Kids[0]
    tree.Kids = Array([first])
    for _ in range(4999):
        tree.Kids.append(many.make_indirect(Dictionary(Type=Name.Page, Parent=tree,
                                                       MediaBox=Array([0, 0, 595, 842]))))
    tree.Count = 5000
    many.save("5000-pages.pdf", deterministic_id=True,
              object_stream_mode=pikepdf.ObjectStreamMode.generate)
    tiny = Image.new("RGB", (83, 117), "white")
    ImageDraw.Draw(tiny).rectangle([10, 10, 60, 20], fill="black")
    write("10-dpi.pdf", img2pdf.convert(jpeg(tiny), layout_fun=img2pdf.get_fixed_dpi_layout_fun(
        (10, 10)), nodate=True))
    dot = jpeg(Image.new("L", (1, 1), 0))
    write("one-pixel.jpg", dot)
    save(pdf((595.2, 842.4), FULL, with_image(dot, 1, 1, Name.DeviceGray, Filter=Name.DCTDecode)),
         "one-pixel.pdf")
    write("blank.pdf", img2pdf.convert(jpeg(Image.new("L", (1240, 1754), 255), dpi=(150, 150)),
                                       nodate=True))
    write("letter.pdf", img2pdf.convert(jpeg(letter(), dpi=(150, 150)), nodate=True))


if __name__ == "__main__":
    main()
