//! The cells that Act-On is known to hold, packed: most rows of a session are never changed, and a cell
//! each with text of its own would weigh more than the row.

use std::borrow::Cow;

use chrono::DateTime;

use crate::Cell;

/// A row's cells.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    bytes: Box<[u8]>,
    /// Cells that are not packed: few rows have any.
    others: Box<[Cell<'static>]>,
}

const NULL: u8 = 0;
const TEXT: u8 = 1;
const INT: u8 = 2;
const FLOAT: u8 = 3;
const FALSE: u8 = 4;
const TRUE: u8 = 5;
const TIME: u8 = 6;
const OTHER: u8 = 7;
/// A text whose length does not fit a byte.
const LONG: u8 = 8;

impl Held {
    pub(super) fn new(cells: Vec<Cell<'static>>) -> Self {
        let mut bytes = Vec::new();
        let mut others = Vec::new();
        for cell in cells {
            match cell {
                Cell::Null => bytes.push(NULL),
                Cell::Text(text) => {
                    match u8::try_from(text.len()) {
                        Ok(length) => bytes.extend([TEXT, length]),
                        Err(_) => {
                            bytes.push(LONG);
                            bytes.extend(text.len().to_le_bytes());
                        }
                    }
                    bytes.extend_from_slice(text.as_bytes());
                }
                Cell::Int(int) => {
                    bytes.push(INT);
                    bytes.extend(int.to_le_bytes());
                }
                Cell::Float(float) => {
                    bytes.push(FLOAT);
                    bytes.extend(float.to_bits().to_le_bytes());
                }
                Cell::Bool(bool) => bytes.push(if bool { TRUE } else { FALSE }),
                Cell::Time(time) => {
                    bytes.push(TIME);
                    bytes.extend(time.timestamp().to_le_bytes());
                    bytes.extend(time.timestamp_subsec_nanos().to_le_bytes());
                }
                other @ (Cell::Texts(_) | Cell::File(_)) => {
                    bytes.push(OTHER);
                    others.push(other);
                }
            }
        }
        Self {
            bytes: bytes.into(),
            others: others.into(),
        }
    }

    /// The cells in their order; text is borrowed.
    pub(super) fn iter(&self) -> Cells<'_> {
        Cells {
            bytes: &self.bytes,
            others: self.others.iter(),
        }
    }

    pub(super) fn to_vec(&self) -> Vec<Cell<'static>> {
        self.iter().map(Cell::into_owned).collect()
    }
}

/// The cells of a [`Held`].
pub(super) struct Cells<'h> {
    bytes: &'h [u8],
    others: std::slice::Iter<'h, Cell<'static>>,
}

impl<'h> Cells<'h> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }

    fn text(&mut self, length: usize) -> Option<Cell<'h>> {
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok().map(Cell::from)
    }
}

impl<'h> Iterator for Cells<'h> {
    type Item = Cell<'h>;

    fn next(&mut self) -> Option<Cell<'h>> {
        let [tag] = self.take()?;
        Some(match tag {
            NULL => Cell::Null,
            TEXT => {
                let [length] = self.take()?;
                self.text(usize::from(length))?
            }
            LONG => {
                let length = usize::from_le_bytes(self.take()?);
                self.text(length)?
            }
            INT => Cell::Int(i64::from_le_bytes(self.take()?)),
            FLOAT => Cell::Float(f64::from_bits(u64::from_le_bytes(self.take()?))),
            FALSE => Cell::Bool(false),
            TRUE => Cell::Bool(true),
            TIME => {
                let seconds = i64::from_le_bytes(self.take()?);
                let nanos = u32::from_le_bytes(self.take()?);
                Cell::Time(DateTime::from_timestamp(seconds, nanos)?)
            }
            _ => borrowed(self.others.next()?),
        })
    }
}

fn borrowed<'c>(cell: &'c Cell<'static>) -> Cell<'c> {
    match cell {
        Cell::Text(text) => Cell::Text(Cow::Borrowed(text)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Upload;

    fn cells() -> impl Strategy<Value = Cell<'static>> {
        prop_oneof![
            Just(Cell::Null),
            ".{0,8}".prop_map(Cell::from),
            (250..260_usize).prop_map(|length| Cell::from("ü".repeat(length))),
            any::<i64>().prop_map(Cell::Int),
            any::<f64>().prop_map(Cell::Float),
            any::<bool>().prop_map(Cell::Bool),
            (any::<i32>(), 0..2_000_000_000_u32).prop_map(|(second, nano)| {
                let time = DateTime::from_timestamp(i64::from(second), nano);
                time.map_or(Cell::Null, Cell::Time)
            }),
            Just(Cell::Time(DateTime::from_timestamp_nanos(i64::MIN))),
            Just(Cell::Texts(vec!["a".to_owned()])),
            Just(Cell::File(Box::new(Upload::bytes("a.png", "x")))),
        ]
    }

    proptest! {
        #[test]
        fn cells_come_out_as_they_went_in(cells in proptest::collection::vec(cells(), 0..12)) {
            let same = |(a, b): (&Cell<'_>, &Cell<'_>)| match (a, b) {
                (Cell::Float(a), Cell::Float(b)) => a.to_bits() == b.to_bits(),
                (a, b) => a == b,
            };
            let out = Held::new(cells.clone()).to_vec();
            prop_assert_eq!(out.len(), cells.len());
            prop_assert!(out.iter().zip(&cells).all(same));
        }
    }
}
