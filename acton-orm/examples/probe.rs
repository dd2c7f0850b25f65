#![allow(missing_docs, dead_code, unused)]
use acton_orm::*;
use acton_orm::{RecordId, Upload};

// ---- #[derive(Entity)] on a built-in table
struct Image {
    id: String,
    name: String,
}

mod images {
    pub use ::acton_orm::schema::images::*;
}
const _: () = {
    use ::acton_orm::codegen as __acton;
    impl __acton::Entity for Image {
        type Table = ::acton_orm::schema::images::Images;
        const COLUMNS: &'static [u16] = &[
            __acton::position(images::id),
            __acton::position(images::name),
        ];
        fn from_row(row: &mut __acton::Row<'_>) -> __acton::Result<Self> {
            Ok(Self {
                id: row.read(images::id, 0)?,
                name: row.read(images::name, 1)?,
            })
        }
        fn to_values(&self) -> ::std::vec::Vec<__acton::Value<'static>> {
            vec![
                __acton::cell(images::id, &self.id),
                __acton::cell(images::name, &self.name),
            ]
        }
    }
    impl __acton::Keyed for Image {
        const KEY: usize = 0;
    }
};

// ---- #[derive(Insertable)] on a built-in table
struct NewImage {
    name: String,
    folder_name: String,
    content: Upload,
}
const _: () = {
    use ::acton_orm::codegen as __acton;
    use ::acton_orm::schema::images as __acton_columns;
    const COLUMNS: &[u16] = &[
        __acton::position(__acton_columns::name),
        __acton::position(__acton_columns::folder_name),
        __acton::position(__acton_columns::content),
    ];
    const _: () =
        __acton::check_required(<__acton_columns::Images as __acton::Table>::META, COLUMNS);
    const _: () = __acton::insertable(__acton_columns::name);
    impl __acton::Insertable for NewImage {
        type Table = __acton_columns::Images;
        const COLUMNS: &'static [u16] = COLUMNS;
        fn to_values(&self) -> ::std::vec::Vec<__acton::Value<'static>> {
            vec![
                __acton::cell(__acton_columns::name, &self.name),
                __acton::cell(__acton_columns::folder_name, &self.folder_name),
                __acton::cell(__acton_columns::content, &self.content),
            ]
        }
    }
};

// ---- #[derive(Entity)] on a list
struct Subscriber {
    id: RecordId,
    email: String,
    city: Option<String>,
}

#[allow(non_upper_case_globals, non_camel_case_types)]
mod subscribers {
    use super::*;
    use ::acton_orm::codegen as __acton;
    #[derive(Debug, Clone, Copy)]
    pub struct List_Newsletter;
    static META: __acton::TableMeta = __acton::list_table(
        "List_Newsletter",
        __acton::ListRef::Name("Big"),
        &[
            __acton::list_column(
                __acton::ListColumn::RecordId,
                "_contact_id_",
                "id",
                &["_contact_id_"],
                <RecordId as __acton::Scalar>::KIND,
                <RecordId as __acton::Scalar>::NULLABLE,
            ),
            __acton::list_column(
                __acton::ListColumn::Email,
                "E-mail Address",
                "email",
                &["E-mail Address"],
                <String as __acton::Scalar>::KIND,
                <String as __acton::Scalar>::NULLABLE,
            ),
            __acton::list_column(
                __acton::ListColumn::Plain,
                "Business City",
                "city",
                &["Business City"],
                <Option<String> as __acton::Scalar>::KIND,
                <Option<String> as __acton::Scalar>::NULLABLE,
            ),
        ],
        Some(0),
    );
    impl __acton::Table for List_Newsletter {
        const META: &'static __acton::TableMeta = &META;
    }
    impl __acton::RowsTable for List_Newsletter {}
    impl __acton::Insert for List_Newsletter {}
    impl __acton::Updatable for List_Newsletter {}
    impl __acton::Deletable for List_Newsletter {}
    impl<S: ::acton_orm::Contains<List_Newsletter>> ::acton_orm::Within<S> for List_Newsletter {}
    pub const table: __acton::Source<List_Newsletter> = __acton::Source::new();
    pub const id: __acton::Column<List_Newsletter, RecordId, __acton::Generated> =
        __acton::Column::new(0);
    pub const email: __acton::Column<List_Newsletter, String> = __acton::Column::new(1);
    pub const city: __acton::Column<List_Newsletter, Option<String>> = __acton::Column::new(2);
}

fn main() {
    if let Err(e) = run() { println!("{e}"); }
    let q = Image::query()
        .filter(
            images::folder_name
                .eq("x")
                .and(images::size.gt(10_000))
                .or(images::width.is_null()),
        )
        .filter_opt(Some(images::name.like("a%")))
        .order_by((images::name.asc(), images::size.desc().nulls_last()))
        .limit(3);
    let t = images::table
        .select((images::id, images::name))
        .filter(images::size.between(1, 4))
        .filter(images::id.eq_any(["a"]));
    let c = images::table.filter(images::name.eq(images::folder_name));
    let s = subscribers::table
        .filter(subscribers::city.eq("PDX"))
        .select(subscribers::city);
    let a = subscribers::city.to(None);
    let a = subscribers::city.to("x");
    let a = subscribers::email.to("x");
    println!("{q:#?} {t:?} {c:?} {s:?}");
}

#[tokio::main]
async fn run() -> Result<()> {
    use futures::TryStreamExt;
    let emulator = acton_emulator::Emulator::builder().rate_limit(false).start().await.unwrap();
    let id = emulator.generate_list("Big", 100_000);
    println!("list {id}");
    let acton = Client::connect(&emulator.connection_string()).await?;
    println!("{:?}", Image::query().load(&acton).await?.len());
    let rows = images::table.select((images::id, images::name, images::width, images::folder_name, images::size)).order_by(images::size.desc()).limit(3).load(&acton).await?;
    println!("{rows:?}");
    println!("{:?}", images::table.filter(images::id.eq(rows[0].0.as_str())).select(images::name).one(&acton).await?);
    println!("{:?}", images::table.filter(images::id.eq("f-nope")).select(images::name).first(&acton).await?);
    println!("{}", subscribers::table.query().count(&acton).await?);
    println!("{:?}", subscribers::table.select((subscribers::id, subscribers::email, subscribers::city)).limit(3).load(&acton).await?);
    let page = subscribers::table.select((subscribers::id, subscribers::email, subscribers::city)).page(&acton, 3, 2).await?;
    println!("{:?}", page);
    let email = page.rows[0].1.clone();
    let q = subscribers::table.select((subscribers::id, subscribers::email)).filter(subscribers::email.eq(email));
    println!("{:?}\n{}", q.first(&acton).await?, q.explain_on(&acton, Terminal::First)?);
    println!("{:?}\n{}", q.load(&acton).await?, q.explain());
    let q = subscribers::table.select((subscribers::id, subscribers::email)).filter(subscribers::id.eq(page.rows[1].0.clone()));
    println!("{:?}\n{}", q.one(&acton).await?, q.explain());
    let t = std::time::Instant::now();
    let mut n = 0u64;
    let mut s = std::pin::pin!(subscribers::table.select((subscribers::id, subscribers::email, subscribers::city)).stream(&acton));
    while let Some(_) = s.try_next().await? { n += 1 }
    println!("{n} in {:?}", t.elapsed());
    for line in emulator.journal().lines() { println!("{line}"); }
    Ok(())
}
