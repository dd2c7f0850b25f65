//! Tables found at run time, met by lists that change meanwhile.

use acton_emulator::{Emulator, ListSeed};
use acton_orm::schema::Kind;
use acton_orm_tests::{client, empty_account};

/// A list `EU` of these headings with one row, each cell named by its heading; its id.
fn list(emulator: &Emulator, headings: &[&str]) -> String {
    let columns = headings.iter().map(|heading| {
        let field = (*heading == "E-mail Address").then_some("EMAIL");
        (*heading, field)
    });
    let row = headings.iter().map(|heading| heading.to_lowercase());
    emulator.create_list(ListSeed::new("EU").columns(columns).rows([row]))
}

#[tokio::test]
async fn a_row_read_by_two_shapes_of_its_table_is_written_under_the_headings_of_the_last() {
    let emulator = empty_account().await;
    let id = list(
        &emulator,
        &["E-mail Address", "created_date", "City", "Name"],
    );
    let acton = client(&emulator).await;
    let eu = acton.table("List_EU").await.unwrap();
    let dated = eu.with_kind("Name", Kind::Text).unwrap();
    let mut session = acton.session();
    session.load(eu.query()).await.unwrap();
    let [row] = session.load(dated.query()).await.unwrap()[..] else {
        panic!("one row")
    };
    session[row].set("City", "Graz").unwrap();
    session.commit().await.unwrap();
    let cells = &emulator.list_rows(&id)[0];
    assert!(
        cells.contains(&"Graz".to_owned()) && cells.contains(&"name".to_owned()),
        "{cells:?}"
    );
    assert!(!cells.contains(&"city".to_owned()), "{cells:?}");
}
