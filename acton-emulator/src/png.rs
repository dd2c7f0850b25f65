//! Small real images, so that an upload can be checked and a download looked at.

/// A black-and-white PNG of the given size; `shade` picks the pattern, so that images differ.
///
/// ```
/// let image = acton_emulator::tiny_png(16, 16, 1);
/// assert_eq!(&image[1..4], b"PNG");
/// ```
pub fn tiny_png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let stride = width.div_ceil(8) as usize;
    let mut pixels = Vec::with_capacity((stride + 1) * height as usize);
    for y in 0..height {
        pixels.push(0); // filter: none
        let row = if (y / 8) % 2 == 0 { shade } else { !shade };
        pixels.extend(std::iter::repeat_n(row, stride));
    }

    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([1, 0, 0, 0, 0]); // one bit a pixel, grey

    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &stored(&pixels));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// A zlib stream of stored (uncompressed) blocks.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = data.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    out.extend(((b << 16) | a).to_be_bytes());
    out
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    png.extend(kind);
    png.extend(data);
    png.extend(crc32(kind.iter().chain(data)).to_be_bytes());
}

fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// Width and height of a PNG, GIF or JPEG; zero for what is none of them.
pub(crate) fn dimensions(bytes: &[u8]) -> (u32, u32) {
    let be = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|b| b.try_into().ok())
            .map_or(0, u32::from_be_bytes)
    };
    let le = |at: usize| {
        bytes
            .get(at..at + 2)
            .and_then(|b| b.try_into().ok())
            .map_or(0, |b| u32::from(u16::from_le_bytes(b)))
    };
    if bytes.starts_with(b"\x89PNG") {
        (be(16), be(20))
    } else if bytes.starts_with(b"GIF8") {
        (le(6), le(8))
    } else if bytes.starts_with(b"\xff\xd8") {
        jpeg_dimensions(bytes).unwrap_or((0, 0))
    } else {
        (0, 0)
    }
}

/// Walks the segments of a JPEG to the one that begins the picture.
fn jpeg_dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| {
        let pair = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u16::from_be_bytes(pair))
    };
    let mut at = 2;
    while bytes.get(at) == Some(&0xff) {
        match bytes.get(at + 1)? {
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => return Some((short(at + 7)?.into(), short(at + 5)?.into())),
            _ => {}
        }
        at += 2 + usize::from(short(at + 2)?);
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_jpeg_says_its_size_behind_other_segments() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08\x00\x10\x01\x20";
        assert_eq!(super::dimensions(jpeg), (288, 16));
        assert_eq!(super::dimensions(b"\xff\xd8\xff"), (0, 0));
    }

    #[test]
    fn a_png_says_its_size_and_ends_as_the_format_asks() {
        let png = super::tiny_png(600, 200, 0xaa);
        assert_eq!(super::dimensions(&png), (600, 200));
        // The checksum of an empty IEND chunk is a well-known constant.
        assert!(png.ends_with(&[0xae, 0x42, 0x60, 0x82]));
    }
}
