//! A text with a slip in it would never be found: a column of an enum is compared with the enum.

use acton_orm::Value;
use acton_orm::prelude::*;
use acton_orm::schema::{images, programs};

#[derive(Value, Clone, Copy)]
enum Tier {
    Gold,
    Silver,
}

#[derive(Value)]
struct Score(i64);

#[derive(Value)]
struct Email(String);

#[derive(Entity)]
#[acton(table = "List_Newsletter", module = "subscribers")]
struct Subscriber {
    #[acton(key)]
    id: RecordId,
    tier: Tier,
    second: Option<Tier>,
    score: Score,
    joined: DateTime<Utc>,
}

fn main() {
    let tier = Tier::Gold;
    let _ = Subscriber::query().filter(subscribers::tier.eq(&tier));
    let _ = images::table.filter(images::folder_name.eq(Tier::Silver));
    let _ = Subscriber::query().filter(subscribers::score.gt(5));

    let _ = Subscriber::query().filter(subscribers::tier.eq("gold"));
    let _ = Subscriber::query().filter(subscribers::second.eq(Some(Tier::Gold)));
    let _ = Subscriber::query().filter(subscribers::second.eq_any([Some(Tier::Gold)]));
    let _ = Subscriber::query().filter(subscribers::score.eq(tier));
    let _ = Subscriber::query().filter(subscribers::score.eq(Email("5".to_owned())));
    let _ = Subscriber::query().filter(subscribers::tier.starts_with("g"));
    let _ = Subscriber::query().filter(subscribers::score.eq_ignore_case("5"));
    let _ = programs::table.filter(programs::tag_names.eq(vec!["a".to_owned()]));
    let _ = programs::table.query().order_by(programs::tag_names.asc());
    let _ = images::table.filter(images::name.eq(programs::name));
}
