//! What a newtype wraps is a column type, and never empty: the field says where a cell may be.

use acton_orm::Value;

struct Plain(String);

#[derive(Value)]
struct OfPlain(Plain);

#[derive(Value)]
struct Perhaps(Option<String>);

fn main() {}
