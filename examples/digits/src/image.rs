//! A picture of a digit, as the workers look at it.
//!
//! It reads the pictures of this campaign and refuses all others; what to make of one is the
//! workers' business.

use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use png::{BitDepth, ColorType, Decoder, Limits};

use crate::Error;

/// What the task's picture starts with.
const DATA_URL: &str = "data:image/png;base64,";

/// Pixels of the PNG that make one of ours, in each direction.
const SCALE: usize = 8;

/// Bytes the PNG decoder may hold: several times what a picture of the campaign needs.
const DECODER_BYTES: usize = 64 * 1024;

/// A grey picture of 8 by 8 pixels; each is the amount of ink, 0 (paper) to 16 (black).
///
/// Invariant: no pixel is above 16.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image([u8; Self::SIDE * Self::SIDE]);

impl Image {
    /// Pixels in a row, and rows.
    pub const SIDE: usize = 8;
    /// The darkest value of a pixel.
    pub const BLACK: u8 = 16;

    /// The picture in a `data:` URL.
    ///
    /// # Errors
    /// When it is not a URL of base64 data of a PNG that [`from_png`](Self::from_png) accepts.
    pub fn from_data_url(url: &str) -> Result<Self, Error> {
        let text = url
            .strip_prefix(DATA_URL)
            .ok_or_else(|| Error::Image(format!("it does not start with {DATA_URL}")))?;
        let bytes = STANDARD.decode(text).map_err(|error| Error::Image(error.to_string()))?;
        Self::from_png(&bytes)
    }

    /// The picture in a PNG file.
    ///
    /// # Errors
    /// When it is not a sound PNG of 64 by 64 grey pixels of eight bits.
    pub fn from_png(bytes: &[u8]) -> Result<Self, Error> {
        const WIDTH: usize = Image::SIDE * SCALE;
        let broken = |error: png::DecodingError| Error::Image(error.to_string());
        let limits = Limits { bytes: DECODER_BYTES };
        let decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
        let mut reader = decoder.read_info().map_err(broken)?;

        let info = reader.info();
        let (width, height, color, depth) =
            (info.width, info.height, info.color_type, info.bit_depth);
        if (width, height) != (WIDTH as u32, WIDTH as u32) {
            return Err(Error::Image(format!("{width} by {height} pixels, not 64 by 64")));
        }
        if (color, depth) != (ColorType::Grayscale, BitDepth::Eight) {
            return Err(Error::Image("its pixels are not eight bits of grey".into()));
        }

        let mut greys = [0; WIDTH * WIDTH];
        reader.next_frame(&mut greys).map_err(broken)?;
        reader.finish().map_err(broken)?;
        Ok(Self::from_greys(&greys))
    }

    /// The picture in a text of 64 characters, each the value of a pixel: `0` to `9`, `a` to `g`.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let pixels: Option<Vec<u8>> = text
            .chars()
            .map(|character| character.to_digit(17).and_then(|ink| u8::try_from(ink).ok()))
            .collect();
        pixels?.try_into().ok().map(Self)
    }

    /// Each of our pixels is the mean of a square of grey ones, where 255 is white.
    fn from_greys(greys: &[u8]) -> Self {
        const WHITE: usize = 255 * SCALE * SCALE;
        let mut light = [0; Self::SIDE * Self::SIDE];
        for (position, &grey) in greys.iter().enumerate() {
            let (row, column) = (position / (Self::SIDE * SCALE), position % (Self::SIDE * SCALE));
            light[row / SCALE * Self::SIDE + column / SCALE] += usize::from(grey);
        }
        Self(light.map(|light| {
            let ink = ((WHITE - light) * usize::from(Self::BLACK) + WHITE / 2) / WHITE;
            u8::try_from(ink).expect("a part of the whole is at most 16 sixteenths")
        }))
    }

    /// The pixels, row by row from the top, each from the left.
    pub fn pixels(&self) -> &[u8] {
        &self.0
    }

    /// The rows, from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.0.chunks_exact(Self::SIDE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks;

    fn png(task: usize) -> Vec<u8> {
        STANDARD.decode(tasks()[task].image.strip_prefix(DATA_URL).unwrap()).unwrap()
    }

    /// A PNG with these dimensions and pixels.
    fn encoded(width: u32, height: u32, color: ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        encoder.set_depth(BitDepth::Eight);
        encoder.write_header().unwrap().write_image_data(pixels).unwrap();
        bytes
    }

    #[track_caller]
    fn refused(bytes: &[u8], reason: &str) {
        let error = Image::from_png(bytes).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn blank_paper_has_no_ink_and_black_paper_is_full_of_it() {
        let white = encoded(64, 64, ColorType::Grayscale, &[255; 4096]);
        assert_eq!(Image::from_png(&white).unwrap().0, [0; 64]);
        let black = encoded(64, 64, ColorType::Grayscale, &[0; 4096]);
        assert_eq!(Image::from_png(&black).unwrap().0, [16; 64]);
    }

    #[test]
    fn pictures_of_another_kind_are_refused() {
        refused(&encoded(8, 8, ColorType::Grayscale, &[0; 64]), "8 by 8 pixels, not 64 by 64");
        refused(&encoded(64, 32, ColorType::Grayscale, &[0; 2048]), "64 by 32 pixels");
        refused(&encoded(64, 64, ColorType::Rgb, &[0; 3 * 4096]), "not eight bits of grey");
    }

    #[test]
    fn no_cut_picture_is_accepted() {
        let whole = png(0);
        // The last twelve bytes are the end mark, after all pixels; the decoder may do without it.
        for length in 0..whole.len() - 12 {
            assert!(Image::from_png(&whole[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_damaged_picture_gives_an_error_or_the_same_pixels() {
        let whole = png(0);
        let image = Image::from_png(&whole).unwrap();
        for position in 0..whole.len() {
            for bit in 0..8 {
                let mut damaged = whole.clone();
                damaged[position] ^= 1 << bit;
                if let Ok(read) = Image::from_png(&damaged) {
                    assert_eq!(read, image, "byte {position}, bit {bit}");
                }
            }
        }
    }

    #[test]
    fn urls_of_another_kind_are_refused() {
        for url in ["", "000.png", "data:image/jpeg;base64,AAAA", DATA_URL] {
            assert!(Image::from_data_url(url).is_err(), "{url}");
        }
        let error = Image::from_data_url("data:image/png;base64,*").unwrap_err().to_string();
        assert!(error.starts_with("not a picture of a digit: "), "{error}");
    }

    #[test]
    fn a_text_of_pixels_has_64_of_them() {
        assert!(Image::from_text(&"g".repeat(64)).is_some());
        for text in ["", &"0".repeat(63), &"0".repeat(65), &"h".repeat(64)] {
            assert_eq!(Image::from_text(text), None, "{text}");
        }
    }
}
