//! A cell is one value, so a struct that is one wraps one type.

use acton_orm::Value;

#[derive(Value)]
struct Email(String);

#[derive(Value)]
struct Named {
    address: String,
}

#[derive(Value)]
struct Nothing;

#[derive(Value)]
struct Two(String, i64);

#[derive(Value)]
struct Generic<T>(T);

#[derive(Value)]
#[acton(rename_all = "lowercase")]
struct Renamed(String);

#[derive(Value)]
struct Marked(#[acton(key)] String);

#[derive(Value)]
union Either {
    whole: i64,
    float: f64,
}

fn main() {
    let _ = Email("a@b.c".to_owned());
}
