//! Numbers narrower than a cell's, and the one that is wider.

use super::{Cell, Mismatch, Never, Value};

macro_rules! narrow {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Value for $type {
            type Base = i64;
            type Stored = i64;
            type Empty = Never;
            type OrNull = Option<$type>;

            fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
                match cell {
                    Cell::Int(int) => <$type>::try_from(int).map_err(|_| {
                        Mismatch::new(
                            format!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX),
                            &Cell::Int(int),
                        )
                    }),
                    other => Err(Mismatch::new("a whole number", &other)),
                }
            }

            fn encode(&self) -> Cell<'static> {
                Cell::Int(i64::from(*self))
            }
        }
    )*};
}

narrow!(i8, i16, i32, u8, u16, u32);

/// A cell's whole numbers end at `i64::MAX`. What is above is text, digit by digit, so that nothing of it
/// is lost: it is read and written, and a filter or an order that needs such a cell is an error.
#[diagnostic::do_not_recommend]
impl Value for u64 {
    type Base = i64;
    type Stored = i64;
    type Empty = Never;
    type OrNull = Option<u64>;

    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
        let read = match &cell {
            Cell::Int(int) => u64::try_from(*int).ok(),
            Cell::Text(text) => text.trim().parse().ok(),
            _ => return Err(Mismatch::new("a whole number", &cell)),
        };
        read.ok_or_else(|| {
            let expected = format!("a whole number from 0 to {}", u64::MAX);
            Mismatch::new(expected, &cell)
        })
    }

    fn encode(&self) -> Cell<'static> {
        i64::try_from(*self).map_or_else(|_| Cell::from(self.to_string()), Cell::Int)
    }
}

/// Between `f32` and the cell's `f64` goes the shortest decimal that both read alike: 0.1 is 0.1, and
/// not 0.10000000149011612.
#[diagnostic::do_not_recommend]
impl Value for f32 {
    type Base = f64;
    type Stored = f64;
    type Empty = Never;
    type OrNull = Option<f32>;

    fn decode(cell: Cell<'_>) -> Result<Self, Mismatch> {
        match cell {
            Cell::Float(float) if float.is_finite() && !(float as f32).is_finite() => Err(
                Mismatch::new("a number that an `f32` can hold", &Cell::Float(float)),
            ),
            Cell::Float(float) => Ok(float as f32),
            other => Err(Mismatch::new("a number", &other)),
        }
    }

    fn encode(&self) -> Cell<'static> {
        Cell::Float(widened(*self))
    }
}

/// An `f32` as the `f64` that prints alike.
pub(crate) fn widened(float: f32) -> f64 {
    float.to_string().parse().unwrap_or_else(|_| float.into())
}
