//! Answers of any bytes: what holds of all of them.

mod things;

use bytes::Bytes;
use chrono::NaiveDate;

use super::{cell, listing as lists, write};
use crate::schema::Shape;
use crate::{Cell, RecordId, Value};
use things::{Read, column, in_pieces, read, written_as_csv, written_as_objects, written_as_page};

/// A CSV download. The first byte says in how long pieces it comes.
pub(crate) fn csv(bytes: &[u8]) {
    let Some((&length, body)) = bytes.split_first() else {
        return;
    };
    let whole = read(Shape::Csv, body, usize::MAX);
    let pieces = in_pieces(body, usize::from(length).max(1));
    assert!(
        whole.is(&pieces),
        "pieces do not matter: {whole:?} {pieces:?}"
    );
    let ends = body.iter().filter(|byte| b"\r\n".contains(byte)).count();
    assert!(
        whole.rows.len() <= ends,
        "a row needs a line, after the headings'"
    );
    bounded(&whole, Shape::Csv, body);
    let again = read(Shape::Csv, &written_as_csv(&whole.rows), usize::MAX);
    assert_eq!(shown(&again), shown(&whole), "written and read again");
}

/// A page of a list.
pub(crate) fn page(body: &[u8]) {
    let page = read(Shape::Page, body, usize::MAX);
    assert!(page.rows.len() <= count(body, b'['), "a row is an array");
    bounded(&page, Shape::Page, body);
    same_as_page(page.rows);
}

/// The answers whose rows are objects, and single records. The first byte says which.
pub(crate) fn objects(bytes: &[u8]) {
    const SHAPES: &[Shape] = &[
        Shape::AnyArray,
        Shape::RESULT,
        Shape::Object,
        Shape::Folders {
            at: None,
            all: None,
            entries: "things",
        },
        Shape::Folders {
            at: Some("folders"),
            all: None,
            entries: "things",
        },
        Shape::LookUp,
        Shape::Record,
        Shape::AnyArrayOr("things"),
    ];
    let Some((&which, body)) = bytes.split_first() else {
        return;
    };
    let shape = SHAPES[usize::from(which) % SHAPES.len()];
    let rows = read(shape, body, usize::MAX);
    let open = match shape {
        Shape::Record => b'[',
        _ => b'{',
    };
    assert!(
        rows.rows.len() <= count(body, open),
        "a row begins somewhere"
    );
    bounded(&rows, shape, body);
    if let Shape::Record = shape {
        return same_as_page(rows.rows);
    }
    let again = read(Shape::AnyArray, &written_as_objects(&rows.rows), usize::MAX);
    assert_eq!(shown(&again), shown(&rows), "written and read again");
}

/// What is read to know the account.
pub(crate) fn listing(body: &[u8]) {
    if let Ok((found, _)) = lists::listing(body) {
        assert!(found.len() <= count(body, b'{'), "a list is an object");
    }
    if let Ok(found) = lists::headings(body) {
        assert!(
            found.len() * 2 <= count(body, b'"'),
            "a heading is in quotes"
        );
    }
}

/// Times, dates and numbers as text: what is read is written so that it is read as the same.
pub(crate) fn times(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for name in ["At", "Count", "Ratio", "Active", "Note"] {
        let column = column(name);
        let read = cell::from_text(column, text.into());
        if let Cell::Float(float) = read {
            assert!(float.is_finite(), "{float} is no number");
        }
        let again = cell::from_text(column, write::as_text(&read).into());
        assert_eq!(again, read, "{name}: {text:?}");
    }
    if let Ok(date) = NaiveDate::decode(text.into()) {
        assert_eq!(date.encode().as_text(), Some(text));
    }
}

/// Ids of records, and the answer to an insert, which brings one.
pub(crate) fn keys(bytes: &[u8]) {
    if let Ok(Ok(id)) = std::str::from_utf8(bytes).map(str::parse::<RecordId>) {
        assert_eq!(id.to_string().as_bytes(), bytes);
        assert_eq!(RecordId::decode(id.encode()).ok(), Some(id.clone()));
        let (list, row) = (id.list().len(), id.row());
        assert!(list < bytes.len() && format!("{row:x}").len() <= bytes.len() - list);
    }
    if let Ok(id) = write::new_id(&Bytes::copy_from_slice(bytes)) {
        let odd =
            |letter: char| letter.is_control() || letter.is_whitespace() || "/\\,".contains(letter);
        assert!(!id.is_empty() && !id.contains(odd), "{id:?} is no id");
    }
}

/// Rows of a list are read as the same from a page of what would be written.
fn same_as_page(mut rows: Vec<Vec<Cell<'static>>>) {
    rows.retain(|row| things::is_clean(row));
    let again = read(Shape::Page, &written_as_page(&rows), usize::MAX);
    assert_eq!(
        format!("{:?}", again.rows),
        format!("{rows:?}"),
        "written and read again"
    );
}

/// No row more than there are, none after enough have come, and no error that ends a line of a log.
fn bounded(read: &Read, shape: Shape, body: &[u8]) {
    if let Some(told) = read.told {
        assert_eq!(told, read.rows.len(), "it tells as many rows as it gives");
    }
    if let Some(error) = &read.error {
        assert!(!error.contains(char::is_control), "{error:?}");
    }
    let half = read.rows.len() / 2;
    if half > 0 {
        let some = things::read(shape, body, half);
        assert_eq!(
            format!("{:?}", some.rows),
            format!("{:?}", &read.rows[..half])
        );
    }
}

fn count(body: &[u8], what: u8) -> usize {
    body.iter().filter(|&&byte| byte == what).count()
}

fn shown(read: &Read) -> String {
    format!("{:?}", read.rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a seed holds, without the byte that chooses how it is read.
    macro_rules! seed {
        ($path:literal) => {
            include_bytes!(concat!("../../../fuzz/seeds/", $path))
        };
    }

    #[test]
    fn the_seeds_have_rows_so_that_the_promises_are_of_something() {
        let folders = Shape::Folders {
            at: None,
            all: None,
            entries: "things",
        };
        let below = Shape::Folders {
            at: Some("folders"),
            all: None,
            entries: "things",
        };
        for (shape, seed, rows) in [
            (Shape::Csv, &seed!("csv/rows")[1..], 3),
            (Shape::Csv, &seed!("csv/marked")[1..], 1),
            (Shape::Csv, &seed!("csv/more_columns")[1..], 1),
            (Shape::Page, &seed!("page/rows")[..], 2),
            (Shape::Page, &seed!("page/rows_first")[..], 1),
            (Shape::AnyArray, &seed!("objects/array")[1..], 2),
            (Shape::AnyArray, &seed!("objects/any_array")[1..], 1),
            (
                Shape::AnyArrayOr("things"),
                &seed!("objects/array_of_several")[1..],
                1,
            ),
            (Shape::RESULT, &seed!("objects/envelope")[1..], 1),
            (Shape::Object, &seed!("objects/object")[1..], 1),
            (folders, &seed!("objects/folders")[1..], 2),
            (below, &seed!("objects/folders_below")[1..], 1),
            (Shape::LookUp, &seed!("objects/look_up")[1..], 1),
            (Shape::Record, &seed!("objects/record")[1..], 1),
        ] {
            let read = read(shape, seed, usize::MAX);
            assert_eq!((read.rows.len(), read.error), (rows, None), "{shape:?}");
        }
    }
}
