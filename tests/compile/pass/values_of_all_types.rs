//! Every column type, one's own among them, in lists and built-in tables, by value and by reference.
#![deny(warnings)]
#![allow(dead_code)]

use std::borrow::Cow;
use std::sync::Arc;

use acton_orm::prelude::*;
use acton_orm::schema::images;
use acton_orm::{Value, update};
use chrono::NaiveDate;

/// An address.
#[derive(Value, Debug, Clone, PartialEq, Eq, Hash)]
struct Email(String);

/// A newtype of a newtype.
#[derive(Value, Debug, Clone, PartialEq)]
struct WorkEmail(Email);

/// A number.
#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct Score(u32);

/// A word of a few.
#[derive(Value, Debug, Clone, Copy, PartialEq)]
#[acton(rename_all = "lowercase")]
enum Tier {
    Gold,
    #[acton("2nd")]
    Silver,
}

/// A word of a few, or any other.
#[derive(Value, Debug, Clone, PartialEq)]
enum Folder {
    Archive,
    #[acton(other)]
    Other(Box<str>),
}

mod hidden {
    // Names that the derive must not find.
    pub struct String;
    pub struct Option;
    pub struct Result;
    #[allow(non_camel_case_types)]
    pub struct str;

    #[derive(acton_orm::Value)]
    pub enum Plain {
        One,
        #[acton(other)]
        Other(std::string::String),
    }
    #[derive(acton_orm::Value)]
    pub struct Whole(i64);
}

#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    email: Email,
    work: Option<WorkEmail>,
    score: Score,
    tier: Tier,
    last_tier: Option<Tier>,
    dirty: Result<Tier, Mismatch>,
    perhaps_dirty: Result<Option<i64>, Mismatch>,
    folder: Option<Folder>,
    big: u64,
    small: Option<i16>,
    share: f32,
    born: Option<NaiveDate>,
    joined: DateTime<Utc>,
    boxed: Box<str>,
    shared: Option<Arc<str>>,
    cow: Cow<'static, str>,
    agreed: bool,
}

#[derive(Entity)]
#[acton(table = "Images", module = "pictures")]
struct Picture {
    id: Email,
    folder_name: Folder,
    name: Result<Tier, Mismatch>,
    size: Score,
    width: Option<Score>,
    height: Option<u64>,
    creation_time: DateTime<Utc>,
}

#[derive(Insertable)]
#[acton(table = "Images")]
struct NewPicture {
    name: Email,
    folder_name: Folder,
    content: Upload,
}

#[derive(Insertable)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct NewSubscriber {
    email: Email,
    tier: Tier,
    last_tier: Tier,
    score: i64,
}

fn compared(email: &Email, text: &&str, number: &i64, length: usize, big: u64, cow: Cow<'_, str>) {
    let string = String::from("a");
    let _ = subscribers::email.eq(email).and(subscribers::email.ne(email.clone()));
    let _ = subscribers::email.eq(text).and(subscribers::email.eq(&string));
    let _ = subscribers::email.eq(cow).and(subscribers::email.eq(string));
    let _ = subscribers::work.eq(WorkEmail(email.clone()));
    let _ = subscribers::work.contains("@").and(subscribers::work.eq_ignore_case("A@B.C"));
    let _ = subscribers::score.gt(number).and(subscribers::score.lt(length));
    let _ = subscribers::score.between(1, 5).and(subscribers::score.le(big));
    let _ = subscribers::score.eq_any([Score(1), Score(2)]);
    let _ = subscribers::score.eq_any(&[1_u8, 2]);
    let _ = subscribers::tier.eq(Tier::Gold).and(subscribers::last_tier.ne(&Tier::Silver));
    let _ = subscribers::tier.eq(subscribers::last_tier);
    let _ = subscribers::tier.eq_any([&Tier::Gold, &Tier::Silver]);
    let _ = subscribers::dirty.eq(Tier::Gold);
    let _ = subscribers::perhaps_dirty.is_null();
    let _ = subscribers::share.gt(0.5).and(subscribers::share.lt(0.75_f32));
    let _ = subscribers::born.lt(NaiveDate::MAX).and(subscribers::born.gt(&NaiveDate::MIN));
    let _ = subscribers::joined.lt(Utc::now());
    let _ = subscribers::agreed.eq(true).and(subscribers::agreed.eq(&false));
    let _ = images::folder_name.eq(Folder::Archive).and(images::folder_name.eq(&Tier::Gold));
    let _ = images::width.gt(images::height).and(images::width.gt(&images::height));
    let _ = images::table.query().order_by((images::name.asc(), images::size.desc()));
    let _ = Subscriber::query().order_by((subscribers::tier.asc(), subscribers::score.desc()));
}

fn set(email: &Email, city: Option<&str>) {
    let _ = update(Subscriber::query()).set((
        subscribers::email.to(email),
        subscribers::work.to(city),
        subscribers::work.to(Some(email)),
        subscribers::last_tier.to(Tier::Gold),
        subscribers::last_tier.clear(),
        subscribers::tier.to(&Tier::Silver),
    ));
    let _ = subscribers::shared.to(Some(Cow::Borrowed("a")));
    let _ = subscribers::small.to(5);
    let _ = images::folder_name.to(Folder::Archive);
}

fn main() {
    let _ = (compared, set, Picture::query, hidden::Plain::One);
    let _: acton_orm::Query<(Email, Option<Tier>), _> =
        subscribers::table.select((subscribers::email, subscribers::last_tier));
}
