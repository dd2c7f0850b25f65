//! A typed, async ORM over the REST API of Act-On, the marketing automation service.
//!
//! Tables are Rust types, the compiler checks every query, and a query or a commit says what it costs
//! in API calls before it makes the first of them.
//!
//! ```no_run
//! use acton_orm::prelude::*;
//!
//! #[derive(Entity, Debug, Clone, PartialEq)]
//! #[acton(table = "Images")]
//! struct Image { id: String, name: String, folder_name: String }
//!
//! # async fn demo() -> Result<(), Box<dyn std::error::Error>> {
//! let acton = Client::connect("acton:///?InitiateOAuth=GETANDREFRESH&OAuthSettingsLocation=OAuthSettings.json").await?;
//!
//! let large = Image::query().filter(images::size.gt(100_000)).order_by(images::name.asc());
//! println!("{}", large.explain());
//!
//! let mut session = acton.session();
//! for image in session.load(large).await? {
//!     session[image].folder_name = "Large".to_owned();
//! }
//! println!("{}", session.plan()?);
//! println!("{}", session.commit().await?);
//! # Ok(()) }
//! ```
//!
//! # Where to find things
//!
//! | to .. | see |
//! | --- | --- |
//! | connect to an account | [`Client::connect`], [`ClientBuilder`], [`connect`] |
//! | map a table to a struct | [`derive@Entity`]; [`models`] has one ready for every built-in table |
//! | put types of your own into columns | [`derive@Value`], [`Value`]; [`Mismatch`] for cells that do not fit |
//! | name tables and columns | [`schema`], and the module that the derive makes beside your struct |
//! | filter | [`Column`](schema::Column) for comparisons, [`Filter`] to combine them |
//! | find the row of a key | [`Entity::find`] |
//! | read | [`Query`]: `load`, `first`, `one`, `count`, `exists`, `stream`, `page` |
//! | read what belongs to rows along with them | [`Query::with`] and the relations: [`schema::Relation`] |
//! | know what it costs | [`Query::explain`], [`Session::plan`], [`Client::budget`] |
//! | change rows one by one | [`Session`], [`Handle`], [`CommitReport`] |
//! | change many rows alike | [`insert_into`], [`update`], [`delete()`] |
//! | add rows | [`derive@Insertable`], [`Session::add`]; files as [`Upload`] |
//! | do what is no row: send, subscribe, report events, make users | [`mail`], [`subscriptions`], [`events`], [`users`], [`lists`] |
//! | make a call that is not modelled | [`Client::request`] |
//! | decide by what went wrong | [`Error::kind`], [`ErrorKind`], [`Outcome`](session::Outcome) |
//! | watch it work | [`Client::events`], [`Client::metrics`], `tracing` |
//! | read a table without a struct | [`Client::table`], [`DynTable`], [`DynRow`] |
//! | do without async | `blocking::Wait`, with the feature `blocking` |
//!
//! # Reading
//!
//! A struct says which columns are read; its names are those of the columns in `snake_case`. Beside it
//! the derive makes a module, `images` here, with every column of the table, also those that the struct
//! leaves out: filtering on a column that you did not map is normal.
//!
//! ```
//! use acton_orm::prelude::*;
//!
//! #[derive(Entity)]
//! #[acton(table = "Images")]
//! struct Image { id: String, name: String }
//!
//! let query = Image::query()
//!     .filter(images::folder_name.eq("New Folder").and(images::size.gt(10_000)))
//!     .order_by(images::name.asc())
//!     .limit(20);
//! assert_eq!(
//!     query.explain().to_string(),
//!     "\
//! load from Images: 1 call
//! ├─ GET /api/1/image (1 call)
//! ├─ keep where FolderName = 'New Folder' and Size > 10000
//! ├─ sort by Name asc nulls last
//! ├─ stop after 20
//! └─ read Id, Name"
//! );
//! ```
//!
//! A query is a plain value. Nothing happens before a terminal is awaited, and each terminal says how
//! many rows it gives: [`load`](Query::load) all, [`first`](Query::first) none or one,
//! [`one`](Query::one) exactly one, [`stream`](Query::stream) one after the other,
//! [`page`](Query::page) so many after so many, [`count`](Query::count) and
//! [`exists`](Query::exists) none. [`select`](Query::select) reads columns as a tuple instead of the
//! struct.
//!
//! An empty cell is null. Comparisons with null are neither true nor false, as in SQL, so
//! `city.ne("Graz")` does not find rows without a city; [`is_null`](schema::Column::is_null) does.
//!
//! # What belongs to a row
//!
//! A report is of one message, an act of one record, a row of one list: tables say so as relations, beside
//! their columns. [`with`](Query::with) reads along them, after the rows themselves and side by side. What
//! several rows lead to is read once; what is a call a row is priced, and refused beyond 1,000 unless you
//! say how many.
//!
//! ```
//! use acton_orm::{models::{Message, MessageReport}, prelude::*, schema::{messages, reports}};
//!
//! let newest = messages::table
//!     .select(messages::title)
//!     .filter(messages::message_type.eq("SENT"))
//!     .order_by(messages::timestamp.desc())
//!     .limit(10)
//!     .with(messages::report, reports::table.select((reports::sent, reports::opened_unique)));
//! assert_eq!(
//!     newest.explain().to_string(),
//!     "\
//! load from Messages: at least 1 call
//! ├─ GET /api/1/message?type=SENT&count=1000&offset={offset} (at least 1 call, one for each 1000 rows): Type = 'SENT'
//! ├─ sort by Timestamp desc nulls first
//! ├─ stop after 10
//! ├─ read Title, Id
//! └─ report from Reports, for each Id: 1 call
//!    ├─ GET /api/1/message/{message}/report (1 call)
//!    └─ read Sent, OpenedUnique"
//! );
//! ```
//!
//! # What it costs
//!
//! Act-On allows 5 calls a second and 30,000 a day, and filters by hardly anything. So the planner
//! hands over what the server can do, reads as little as it can of the rest, and checks the remaining
//! condition here. [`explain`](Query::explain) shows all of it without a call, and the plan that is
//! shown is the plan that runs:
//!
//! ```
//! use acton_orm::prelude::*;
//! use acton_orm::{models::Image, schema::images};
//!
//! let by_id = Image::query().filter(images::id.eq("f-1")).explain();
//! assert_eq!(by_id.pushed(), ["Id = 'f-1'"]);
//! assert_eq!(by_id.residual(), None);
//!
//! let by_name = Image::query().filter(images::name.eq("hero.png")).explain();
//! assert!(by_name.pushed().is_empty());
//! assert_eq!(by_name.residual().as_deref(), Some("Name = 'hero.png'"));
//! ```
//!
//! [`Client::budget`] and [`Query::max_calls`] refuse what is too dear before its first call.
//!
//! # Changing
//!
//! A [`Session`] owns the rows it reads. A [`Handle`] is `Copy` and names one of them:
//! `session[handle]` is your struct. What changed is found by comparing each row with what was loaded;
//! nothing is sent before [`commit`](Session::commit).
//!
//! ```no_run
//! # use acton_orm::{models::{Image, NewImage}, prelude::*, schema::images};
//! # async fn demo(acton: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let mut session = acton.session();
//! let hero = session.add(NewImage {
//!     name: "hero.png".into(),
//!     folder_name: "New Folder".into(),
//!     content: Upload::path("hero.png"),
//! });
//! let old = session.first(Image::query().filter(images::name.eq("old.png"))).await?;
//! if let Some(old) = old {
//!     session.delete(old);
//! }
//! let report = session.commit().await?;
//! println!("the new image is {}", report.key(hero)?);
//! # Ok(()) }
//! ```
//!
//! Act-On has no transactions. So every change has an [`Outcome`](session::Outcome) of its own, a
//! commit that did not apply everything fails with an error that owns the whole report, and what was
//! applied is not sent again when you commit once more. A new row whose answer never came is looked for
//! before it is sent a second time.
//!
//! # An account's own lists
//!
//! A marketing list is a table too: `List_<name>`, or `List_<id>`. Its columns are the headings that
//! the struct's fields name: `first_name` is `First Name` unless `column = ".."` says otherwise.
//!
//! ```
//! use acton_orm::prelude::*;
//! use acton_orm::Terminal;
//!
//! #[derive(Entity, Debug, Clone, PartialEq)]
//! #[acton(table = "List_l-0001", module = "subscribers")]
//! struct Subscriber {
//!     #[acton(key)]
//!     id: RecordId,
//!     #[acton(column = "E-mail Address")]
//!     email: String,
//!     first_name: Option<String>,
//! }
//!
//! let ada = Subscriber::query().filter(subscribers::email.eq("ada@example.com"));
//! let plan = ada.explain_as(Terminal::First).to_string();
//! assert!(plan.contains("GET /api/1/list/lookup/l-0001?email=ada@example.com (1 call)"), "{plan}");
//! ```
//!
//! The type is the shape, the name is a value: [`from`](Query::from) reads another list with the same
//! struct, and a struct of `List_*` is of any list and says which one with each query. A list that no
//! struct knows is [`Client::table`].
//!
//! ```no_run
//! use acton_orm::prelude::*;
//!
//! #[derive(Entity, Debug, Clone, PartialEq)]
//! #[acton(table = "List_*", module = "person")]
//! struct Person {
//!     #[acton(key)]
//!     id: RecordId,
//!     #[acton(column = "Business City")]
//!     city: Option<String>,
//! }
//!
//! # async fn demo(acton: Client) -> acton_orm::Result<()> {
//! for list in ["List_EU", "List_US"] {
//!     let people = Person::query().from(list).filter(person::city.is_null()).load(&acton).await?;
//!     println!("{list}: {} without a city", people.len());
//! }
//! let anything = acton.table("List_Webinar").await?;
//! let rows = anything.query().filter(anything.column("Company")?.eq("Example Co")).load(&acton).await?;
//! # drop(rows);
//! # Ok(()) }
//! ```
//!
//! # Own types
//!
//! [`derive@Value`] makes a newtype or an enum a column type, in lists and in built-in tables alike, as it
//! is or as an `Option`. An enum is text: each variant its name, or what `#[acton("..")]` says. A text
//! that no variant stands for is refused when the row is read, or kept by a variant `#[acton(other)]`.
//!
//! ```
//! use acton_orm::Value;
//! use acton_orm::prelude::*;
//!
//! #[derive(Value, Debug, Clone, PartialEq)]
//! struct Email(String);
//!
//! #[derive(Value, Debug, Clone, PartialEq)]
//! enum Tier { #[acton("gold")] Gold, #[acton("silver")] Silver }
//!
//! #[derive(Entity, Debug, Clone, PartialEq)]
//! #[acton(table = "List_Customers", module = "customers")]
//! struct Customer {
//!     #[acton(key)]
//!     id: RecordId,
//!     email: Email,
//!     tier: Option<Tier>,
//!     score: Result<i64, Mismatch>,
//! }
//!
//! # fn main() {
//! let gold = Customer::query()
//!     .filter(customers::tier.eq(Tier::Gold))
//!     .filter(customers::email.eq_ignore_case("Ada@Example.com"));
//! # drop(gold);
//! # }
//! ```
//!
//! Cells of a list are text that somebody typed. One that is not of its field's type ends a
//! [`load`](Query::load) with an error that names the row; in a [`stream`](Query::stream) it is the error
//! of that row, and the next row follows. Rows that the filter rejects, and columns that nobody reads, are
//! not looked at. A field of `Result<_, Mismatch>` holds whatever there is, and writes it back as it was.
//!
//! # Calls that are not modelled
//!
//! Act-On has more calls than there are tables here. [`Client::request`] makes any of them, with the same
//! tokens, limits, retries, budget and errors: a form, JSON, or parts and files, answered as bytes, text,
//! a type of yours, or a stream.
//!
//! ```no_run
//! use acton_orm::{Effect, Method, prelude::*};
//!
//! # async fn demo(acton: Client, url: &str) -> acton_orm::Result<()> {
//! let report = acton.request(Method::GET, "/api/1/seoreport").query("url", url).send().await?;
//! println!("{}", report.text()?);
//!
//! acton
//!     .request(Method::POST, "/api/1/customevents")
//!     .part("destination", "Webinars")
//!     .file("file", Upload::path("events.csv"))
//!     .send()
//!     .await?;
//!
//! // A POST is taken for a call that adds; say so where it is none.
//! acton
//!     .request(Method::POST, "/api/1/user/delete")
//!     .json(&["ada@example.com"])?
//!     .effect(Effect::Deletes)
//!     .send()
//!     .await?;
//! # Ok(()) }
//! ```
//!
//! What the call does at Act-On follows from its method: a `GET` reads, a `PUT` replaces, a `DELETE`
//! deletes, anything else adds; what goes to `../send` or `/ete/..` sends a message. That decides whether
//! it is made again after a failure, and whether a read-only client makes it;
//! [`effect`](RawRequest::effect) says otherwise.
//!
//! # Types one can name
//!
//! A query of a struct is a [`Query<Image>`](Query), wherever it stands: in a field, a signature, a task.
//! The module beside a struct names the rest: `images::Filter`, `images::Order`, and `images::Query<R>`
//! for a query of that table which gives other rows. [`models`] has these modules for its structs.
//!
//! ```
//! use acton_orm::Query;
//! use acton_orm::models::{Image, images};
//! use acton_orm::prelude::*;
//!
//! /// A search that a program keeps.
//! #[derive(Clone)]
//! struct Search {
//!     images: Query<Image>,
//!     names: images::Query<(String,)>,
//! }
//!
//! fn by_size(down: bool) -> images::Order {
//!     let order = images::size.asc();
//!     if down { order.desc() } else { order }
//! }
//!
//! let search = Search {
//!     images: Image::query().order_by(by_size(true)),
//!     names: images::table.select((images::name,)),
//! };
//! # drop(search);
//! ```
//!
//! # Filters put together at run time
//!
//! Filters of one table join by `&`, `|` and `!`, or by [`and`](Filter::and), [`or`](Filter::or) and
//! [`not`](Filter::not), and keep their type, so that loops and folds can build them.
//! [`Filter::none`] matches nothing and is where a chain of `|` starts; [`Filter::all`] of nothing
//! matches everything; [`filter_opt`](Query::filter_opt) takes what may not be there.
//!
//! ```
//! use acton_orm::models::{Image, images};
//! use acton_orm::prelude::*;
//!
//! fn search(words: &[&str], folder: Option<&str>) -> acton_orm::Query<Image> {
//!     let mut any = images::Filter::none();
//!     for word in words {
//!         any |= images::name.contains(*word);
//!     }
//!     Image::query().filter(any).filter_opt(folder.map(|name| images::folder_name.eq(name)))
//! }
//!
//! let plan = search(&["summer", "hero"], Some("New Folder")).explain();
//! assert_eq!(
//!     plan.residual().as_deref(),
//!     Some("(Name contains 'summer' or Name contains 'hero') and FolderName = 'New Folder'")
//! );
//! ```
//!
//! Filters over different tables are put together by [`and_across`](Filter::and_across) and
//! [`or_across`](Filter::or_across).
//!
//! # Code for any entity
//!
//! Ask for [`Entity`] to read, for [`Keyed`] to find, track and change. [`find`](Entity::find) is a query
//! for the row of a key, [`key`](Keyed::key) a row's own.
//!
//! ```
//! use std::collections::HashMap;
//! use acton_orm::{Client, Keyed, Result, prelude::*};
//!
//! async fn by_key<E: Entity + Keyed>(acton: &Client) -> Result<HashMap<E::Key, E>> {
//!     let rows = E::query().load(acton).await?;
//!     Ok(rows.into_iter().map(|row| (row.key().clone(), row)).collect())
//! }
//! # let _ = by_key::<acton_orm::models::Image>;
//! ```
//!
//! A struct of any list (`List_*`) is a [`Shape`]: its query is complete once it says
//! [`from`](Query::from) which list.
//!
//! # Testing your own code
//!
//! The crate `acton-emulator` answers as Act-On does, on a free port of this machine, and fails on
//! request: a test of what your program does when an answer is lost takes no account and no network.
//!
//! ```
//! use acton_emulator::{Emulator, Fault};
//! use acton_orm::{Client, ErrorKind, models::Image, prelude::*};
//!
//! # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! let acton = Client::parse(&emulator.connection_string())?.max_retries(0).connect().await?;
//!
//! emulator.fail(Fault::status(503).on("GET", "/api/1/image"));
//! let error = Image::query().load(&acton).await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::Server);
//!
//! let images = Image::query().load(&acton).await?;
//! assert_eq!(images.len(), emulator.images().len());
//! assert_eq!(emulator.journal().count_of("GET", "/api/1/image"), 2);
//! # Ok(()) }
//! ```
//!
//! # How to read the compile errors
//!
//! A mistake in a query is an error of the trait system, and its first lines say what is wrong in
//! words. Read the line after `error`, the label at the underlined text and the first `= note`; what
//! follows (`help: the trait ..`, `required by a bound ..`) is the compiler explaining itself. Where two
//! types have the same name, such as your struct `Media` and the table, it prints the table's full path.
//!
//! | the error says | it means | do |
//! | --- | --- | --- |
//! | ``unknown table `Imagez`; did you mean `Images`?`` | no table has the name that is underlined | take the name of a table of [`schema`], or `List_<name>` |
//! | ``cannot find value `foldername` in module `images` `` | the table has no such column | complete after `images::` in your editor: the columns are constants |
//! | ``a field of type `String` cannot hold this column: the column is `i64` `` | the underlined field has another type than its column | give it that type, and an `Option` exactly where the column may be empty |
//! | `` `Plain` is not a type that a column can have`` | a type of your own without its derive | put `#[derive(acton_orm::Value)]` on it |
//! | ``columns are compared with `.eq(..)`, not with `==` `` | `==`, `<`, `&&` give a `bool` in Rust | `eq`, `lt`, ..; join conditions by `and` and `or` |
//! | `type annotations needed` | at `.to(None)`: `None` does not say of what type | write `.clear()` |
//! | ``compare with a value, not with an `Option`: nothing is equal to an empty cell`` | a comparison with `None` is never true | compare with a value; `is_null` finds empty cells |
//! | ``a column of type `i64` cannot be compared with a value of type `&str` `` | both sides of a comparison have one type | convert the value; `is_null` finds empty cells |
//! | `` `like`, `contains`, `starts_with`, `ends_with` and `eq_ignore_case` need a text column, and this one is `i64` `` | the operator does not fit the column's type | compare with `eq`, `gt`, `between`, .. |
//! | `` `Person` can be any list: say which one with `.from("List_..")` `` | a struct of `List_*` is read without a list | add `.from("List_EU")` to the query |
//! | ``table `Images` is not part of this query: this expression uses a column of `Images` `` | a column of another table | the note says what the query selects from: use that table's module |
//! | ``rows cannot be inserted into `Hardbounce`: Act-On only lets you read it`` | the table cannot be written; likewise `updated`, `deleted` | the table's marker type in [`schema`] lists what it allows |
//! | ``the column `id` of `Images` is read-only: Act-On sets it, so leave the field out of the insert`` | an id, a time or a size | leave the field out |
//! | ``an insert into `Images` needs the column `name`: add the field to the struct`` | Act-On does not take the row without it | add the field |
//! | `this column is read-only: an update cannot set it` | Act-On sets it, or it is given with the insert and stays | delete the row and insert it anew |
//! | ``a column of type `Upload` can be written but not read`` | a file's content is not part of an answer | leave the field out of the entity |
//! | `` `Name` does not map its table's key, so a session cannot track it`` | a session tells rows apart by their key | add the key: for a list, `#[acton(key)] id: RecordId` |
//! | ``the name `images` is defined multiple times`` | two entities of one table stand in one Rust module | give the second `module = ".."`; with `reuse` it takes the first one's |
//! | ``cannot borrow `session` as mutable more than once at a time`` | a `&mut` to a row is still in use at the commit | end it before; keep the handle instead |
//! | ``unused `Query` that must be used`` | a query, plan, statement or commit was made and dropped | await a terminal, `execute` or the commit |
//!
//! If a message does not help you, that is a defect of this crate: please report it.
//!
//! # Errors at run time
//!
//! There is one [`Error`]. Its text says what happened, where (table, key, column, call) and what to
//! do. What Act-On answered is in [`Error::api`], the report of a commit in [`Error::report`]. Decide by
//! [`kind`](Error::kind):
//!
//! | kind | what happened | what a program does |
//! | --- | --- | --- |
//! | `Config`, `Auth` | the settings or the credentials are wrong | stops, and shows the message |
//! | `LoginLimit` | five logins in an hour | waits for the hour; keeps tokens in a store so that it need not log in |
//! | `RateLimited` | others use up the account's calls a second | tries again later; sets `CallsPerSecond` lower |
//! | `DailyLimit` | the day's calls are used up | goes on tomorrow; what was committed is not sent again |
//! | `Server`, `Transport`, `Timeout` | Act-On or the network failed, surely without an effect | tries again later: retries are used up already |
//! | `UnknownOutcome` | a write was sent and no answer came | commits the same session again: it looks before it sends a new row twice |
//! | `NotFound` | the list, row or asset is not there | treats it as gone |
//! | `Rejected` | Act-On refused the call | shows [`Error::api`]; corrects the row |
//! | `Decode` | an answer or a cell is not as documented | names the column; a field `Result<T, Mismatch>` or `String` reads it nevertheless |
//! | `Invalid` | the query or the row cannot be sent as it is | corrects the program or the row; no call was made |
//! | `Budget` | it would cost more calls than allowed | filters by a column that Act-On finds by, or raises the budget |
//! | `Cardinality` | `one` found none or several | uses `first`, or a filter that finds one |
//! | `Conflict` | the row changed at Act-On since it was loaded | [`refresh`](Session::refresh)es it and decides anew |
//! | `Commit` | a commit did not apply everything | goes through [`Error::report`]; commits again what is worth it |
//! | `Io` | a local file could not be read or written | corrects the path or the rights |
//!
//! ```
//! use acton_orm::Session;
//!
//! /// Commits, and once more while Act-On has not answered for every row.
//! async fn settle(session: &mut Session) -> acton_orm::Result<()> {
//!     let mut outcome = session.commit().await;
//!     for _ in 0..3 {
//!         let Err(error) = &outcome else { break };
//!         let Some(report) = error.report() else { break };
//!         for entry in report.iter().filter(|entry| entry.outcome().is_rejected()) {
//!             eprintln!("{}: {}", entry.label(), entry.outcome());
//!         }
//!         if report.unknown() == 0 {
//!             break;
//!         }
//!         outcome = session.commit().await;
//!     }
//!     outcome.map(drop)
//! }
//! # let _ = settle;
//! ```
//!
//! # Feature flags
//!
//! | flag | default | gives | without it |
//! | --- | --- | --- | --- |
//! | `derive` | yes | `#[derive(Entity)]`, `#[derive(Insertable)]`, `#[derive(Value)]`, [`models`] | rows as tuples ([`select`](Query::select)) and without a struct ([`DynRow`]) |
//! | `rustls` | yes | https, by rustls with aws-lc-rs | another backend, or only plain http to this machine: the emulator |
//! | `rustls-ring` | no | https, by rustls with ring: builds faster | as above |
//! | `native-tls` | no | https, by the system's own library: OpenSSL, SChannel, Secure Transport | as above |
//! | `blocking` | no | `blocking::Wait`: `wait()` where an async program has `.await` | async only |
//! | `jiff` | no | `jiff::Timestamp` as a [`Value`] | points in time as `DateTime<Utc>` |
//! | `time` | no | `time::OffsetDateTime` as a [`Value`] | points in time as `DateTime<Utc>` |
//! | `serde` | no | `Serialize` for [`models`], [`RecordId`], [`DynRow`], [`Cell`], [`Page`], plans, reports and [`Error`]; `Deserialize` for [`models`] and [`RecordId`] | rows by [`DynRow::iter`], the others by their getters |
//! | `keyring` | no | `connect::Keyring`: tokens in the system's keyring | tokens in a file, in memory, or in a [`TokenStore`] of yours |
//!
//! Of several TLS backends that are on, the first in this table is used; all trust the system's
//! certificates and what `SSLServerCert` names. So `default-features = false, features = ["derive",
//! "rustls-ring"]` chooses ring.
//!
//! # Without an account
//!
//! What this crate knows of Act-On comes from public documents; where these are silent, it
//! does what is most plausible and calls that inferred.

mod action;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod bounds;
mod catalog;
mod client;
mod dynamic;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod entry;
mod error;
pub mod events;
mod exec;
mod expr;
pub mod lists;
pub mod mail;
#[cfg(feature = "derive")]
pub mod models;
mod nearest;
mod one_line;
mod plan;
pub mod prelude;
mod query;
pub mod schema;
#[cfg(feature = "serde")]
mod ser;
pub mod session;
pub mod statement;
pub mod subscriptions;
mod upload;
pub mod users;
mod value;
mod wire;

#[doc(hidden)]
pub mod codegen;

/// How a client connects: tokens and where they are kept, signing in, proxies.
///
/// ```
/// let builder = acton_orm::Client::builder().sign_in(acton_orm::connect::Console);
/// ```
pub mod connect {
    #[cfg(feature = "keyring")]
    pub use crate::client::Keyring;
    pub use crate::client::{BoxFuture, Console};
}

#[cfg(feature = "derive")]
pub use acton_orm_derive::{Entity, Insertable, Value};
pub use chrono::{DateTime, Utc};
pub use client::{
    AuthScheme, Browser, Client, ClientBuilder, Downloads, Event, Events, Firewall, InitiateOAuth,
    LockedTokens, Metrics, Owner, ProxyAuthScheme, ProxySslType, RawAnswer, RawRequest, RawStream,
    Region, SavedTokens, SignIn, TokenPair, TokenStore,
};
pub use dynamic::{DynColumn, DynQuery, DynRow, DynTable};
pub use error::{ApiError, Envelope, Error, ErrorKind, Result};
pub use exec::{Page, Reading, Rows};
pub use expr::{Assignment, Filter, Nulls, Order};
pub use plan::{Calls, Plan, Request, Terminal};
pub use query::{Entity, Insertable, Keyed, Query, Shape, WithRelated};
pub use schema::{Effect, Method};
pub use session::{CommitPlan, CommitReport, Handle, Pending, Session};
pub use statement::{delete, insert_into, update};
pub use upload::Upload;
pub use url::Url;
pub use value::{Cell, Mismatch, RecordId, Value};

/// The pages outside this crate whose examples must compile.
#[cfg(doctest)]
mod pages {
    macro_rules! pages {
        ($($module:ident $table:ident $model:ident;)+) => {$(
            #[doc = include_str!(concat!("../../docs/tables/", stringify!($module), ".md"))]
            struct $table;
        )+};
    }

    crate::schema::tables::tables!(pages);

    #[doc = include_str!("../../docs/tables/list.md")]
    struct List;
    #[doc = include_str!("../../docs/actions.md")]
    struct Actions;
    #[doc = include_str!("../../docs/moving.md")]
    struct Moving;
    #[doc = include_str!("../../README.md")]
    struct Readme;
}
