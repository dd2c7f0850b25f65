//! Which reads give what belongs to rows, and to which row each belongs.

use super::lists::shape;
use crate::Cell;
use crate::expr::ColumnRef;
use crate::plan::related::{Belongs, RelatedRead};
use crate::query::{Along, Spec};
use crate::schema::relation::{Fill, Hole, Link};
use crate::schema::{Table, TableRef, drilldown_reports, messages, reports};

fn texts(cells: &[&str]) -> Vec<Cell<'static>> {
    let cell = |text: &&str| match *text {
        "" => Cell::Null,
        text => Cell::from(text.to_owned()),
    };
    cells.iter().map(cell).collect()
}

fn along(link: &'static Link, spec: Spec) -> Along {
    Along {
        link,
        said: Vec::new(),
        spec,
    }
}

fn names(reads: &[RelatedRead]) -> Vec<&str> {
    reads.iter().map(|read| read.spec.table.name()).collect()
}

fn acts() -> TableRef {
    TableRef::from(drilldown_reports::DrilldownReports::META).of(vec![
        ("message", "s-1".to_owned()),
        ("verb", "OPENED".to_owned()),
    ])
}

/// The rows of any list.
fn people() -> Spec {
    let id = ColumnRef {
        table: shape(),
        index: 0,
    };
    Spec::new(shape(), vec![id])
}

#[test]
fn what_several_rows_lead_to_is_read_once_and_an_empty_cell_leads_nowhere() {
    let report = along(
        messages::report.link,
        Spec::new(reports::Reports::META, vec![]),
    );
    let messages = TableRef::from(messages::Messages::META);
    let rows = [
        texts(&["s-1"]),
        texts(&[""]),
        texts(&["s-2"]),
        texts(&["s-1"]),
    ];
    let reads = report.reads(&messages, &rows).unwrap();
    assert_eq!(names(&reads), ["Reports(s-1)", "Reports(s-2)"]);
    assert!(matches!(&reads[0].rows, Belongs::To(rows) if rows == &[0, 3]));
    assert!(matches!(&reads[1].rows, Belongs::To(rows) if rows == &[2]));
}

#[test]
fn the_records_of_one_list_are_one_read_whose_limit_is_that_of_each_row() {
    let mut people = people();
    people.limit = Some(1);
    let record = along(drilldown_reports::record.link, people);
    let rows = [
        texts(&["l-1", "l-1:0"]),
        texts(&["l-2", "l-2:5"]),
        texts(&["l-1", "l-1:7"]),
        texts(&["l-1", "l-1:0"]),
        texts(&["l-1", ""]),
    ];
    let reads = record.reads(&acts(), &rows).unwrap();
    assert_eq!(names(&reads), ["List_l-1", "List_l-2"]);
    let filter = reads[0].spec.filter.as_ref().unwrap().to_string();
    assert_eq!(filter, "_contact_id_ in ('l-1:0', 'l-1:7')");
    assert_eq!((reads[0].spec.limit, reads[0].window), (None, (0, Some(1))));
    let Belongs::By(by) = &reads[0].rows else {
        panic!("by its key")
    };
    assert_eq!((&by["l-1:0"], &by["l-1:7"]), (&vec![0, 3], &vec![2]));
}

#[test]
fn what_a_table_lacks_is_said() {
    static NOWHERE: Link = Link {
        name: "nowhere",
        fills: &[(Hole::Key, Fill::Field("no_such_field"))],
    };
    let why = along(&NOWHERE, people()).starts_at(&acts()).unwrap_err();
    assert!(
        why.to_string()
            .contains("no column that `nowhere` starts at"),
        "{why}"
    );
    let keyless = Spec::new(drilldown_reports::DrilldownReports::META, vec![]);
    let why = along(drilldown_reports::record.link, keyless).starts_at(&acts());
    assert!(why.unwrap_err().to_string().contains("#[acton(key)]"));
}
