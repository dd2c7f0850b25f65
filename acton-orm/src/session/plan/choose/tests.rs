use super::*;
use crate::Cell;
use crate::plan::{What, Written};
use crate::schema::list::list_table;
use crate::schema::{ColumnMeta, Kind, Table, TableMeta, Write, images, media, optout};

static LIST: TableMeta = list_table(
    "List_Test",
    &[ColumnMeta {
        name: "E-mail Address",
        field: "email",
        wire: &[],
        kind: Kind::Text,
        nullable: false,
        parameter: None,
        asked: None,
        unread: false,
        write: Write::Always,
        push: &[],
    }],
    None,
);

fn nothing() -> Known<'static> {
    Known {
        list: &|_| None,
        doubts: Vec::new(),
        checks: Vec::new(),
        columns: false,
    }
}

fn planned(changes: Vec<Change>) -> CommitPlan {
    plan(changes, nothing()).unwrap()
}

fn cells(table: &'static TableMeta, cells: &[(&str, &str)]) -> Vec<Written> {
    let cell = |(field, text): &(&str, &str)| {
        let value = match *field {
            "content" => Cell::File(Box::new(crate::Upload::bytes("a.png", "x"))),
            _ => Cell::from((*text).to_owned()),
        };
        Written::new(table.column(field).unwrap(), value)
    };
    cells.iter().map(cell).collect()
}

fn change(table: &'static TableMeta, what: What) -> Change {
    Change {
        slot: 0,
        table: table.into(),
        what,
    }
}

fn insert(table: &'static TableMeta, set: &[(&str, &str)]) -> Change {
    let cells = cells(table, set);
    change(table, What::Insert { cells })
}

fn update(table: &'static TableMeta, set: &[(&str, &str)], known: &[(&str, &str)]) -> Change {
    change(
        table,
        What::Update {
            key: "f-1".into(),
            set: cells(table, set),
            known: cells(table, known),
        },
    )
}

fn delete(table: &'static TableMeta, key: String) -> Change {
    let leftover = false;
    change(table, What::Delete { key, leftover })
}

#[test]
fn deletes_of_a_list_are_put_a_hundred_to_a_call() {
    let rows = (0..201).map(|row| delete(&LIST, format!("l-1:{row:x}")));
    let plan = planned(rows.collect());
    let sizes: Vec<_> = plan.steps.iter().map(|step| step.changes.len()).collect();
    assert_eq!(sizes, [100, 100, 1]);
    assert_eq!(plan.calls(), Calls::exactly(3));
}

#[test]
fn one_call_deletes_from_one_list() {
    let keys = ["l-1:0", "l-2:0", "l-1:1"];
    let rows = keys.map(|key| delete(&LIST, key.into()));
    assert_eq!(planned(rows.into()).calls(), Calls::exactly(2));
}

#[test]
fn opt_outs_are_one_call_and_do_not_mix_with_opt_ins() {
    let meta = optout::Optout::META;
    let mut changes: Vec<_> = (0..500)
        .map(|_| insert(meta, &[("email", "a@b.c")]))
        .collect();
    changes.extend((0..500).map(|_| delete(meta, "a@b.c".into())));
    let plan = planned(changes);
    assert_eq!(plan.steps.len(), 2);
    assert_eq!(plan.calls(), Calls::between(2, 4), "and who was refused");
}

#[test]
fn an_image_is_moved_by_as_few_calls_as_what_is_known_allows() {
    let meta = images::Images::META;
    let folder = [("folder_name", "B")];
    let calls = |set: &[(&str, &str)], known: &[(&str, &str)]| {
        let plan = planned(vec![update(meta, set, known)]);
        (plan.calls().at_most().unwrap(), plan.requests().len())
    };
    assert_eq!(calls(&folder, &[]), (3, 4), "a file is no call");
    assert_eq!(calls(&folder, &[("name", "a.png")]), (3, 4));
    let lies = [("name", "a.png"), ("image_url", "u")];
    assert_eq!(calls(&folder, &lies), (3, 4), "its size is not known");
    let all = [lies[0], lies[1], ("size", "70")];
    assert_eq!(calls(&folder, &all), (2, 3));
    let both = [("folder_name", "B"), ("name", "a.png"), ("content", "")];
    assert_eq!(calls(&both, &[]), (2, 2), "new content needs no download");
    assert_eq!(calls(&[("content", "")], &[]), (1, 1), "in place");
}

#[test]
fn a_media_link_has_a_call_of_its_own() {
    let meta = media::Media::META;
    let plan = planned(vec![
        insert(meta, &[("name", "a"), ("content", "")]),
        insert(
            meta,
            &[("name", "b"), ("target_url", "https://example.com")],
        ),
    ]);
    let paths: Vec<_> = plan.requests().iter().map(Request::path).collect();
    assert_eq!(paths, ["/api/1/media", "/api/1/medialink"]);
}

#[test]
fn a_list_is_found_once_for_all_its_new_rows_and_not_for_changed_ones() {
    let meta = &LIST;
    let new = insert(meta, &[("email", "a@b.c")]);
    let plan_of = |changes, known: Known<'_>| plan(changes, known).unwrap().calls();
    assert_eq!(
        plan_of(vec![new.clone(), new.clone()], nothing()),
        Calls::at_least_so_many(4),
        "and is asked for its columns"
    );
    assert_eq!(
        plan_of(vec![delete(meta, "l-1:0".into())], nothing()),
        Calls::exactly(1)
    );
    let known = Known {
        list: &|_| Some("l-1".into()),
        ..nothing()
    };
    assert_eq!(plan_of(vec![new], known), Calls::exactly(2));
}

#[test]
fn nothing_to_do_is_no_call() {
    let plan = planned(Vec::new());
    assert_eq!(plan.to_string(), "commit: nothing has changed, no call");
}

#[test]
fn a_table_that_can_only_be_read_is_refused() {
    let meta = &crate::schema::hardbounce::META;
    let error = plan(vec![delete(meta, "a@b.c".into())], nothing()).unwrap_err();
    assert!(error.to_string().contains("only lets you read"), "{error}");
}

#[test]
fn changes_that_share_a_name_or_an_address_share_a_touch() {
    let meta = images::Images::META;
    let first = insert(
        meta,
        &[("name", "a.png"), ("folder_name", "A"), ("content", "")],
    );
    let renamed = update(
        meta,
        &[("name", "b.png")],
        &[("name", "a.png"), ("folder_name", "A")],
    );
    let other = insert(
        meta,
        &[("name", "a.png"), ("folder_name", "B"), ("content", "")],
    );
    let plan = planned(vec![first, other, renamed]);
    let touches = |step: usize| &plan.steps[step].touches;
    let shared = |a: usize, b: usize| {
        touches(a)
            .iter()
            .any(|one| touches(b).iter().any(|other| other.about == one.about))
    };
    assert!(shared(0, 2) && !shared(0, 1) && !shared(1, 2));
}
