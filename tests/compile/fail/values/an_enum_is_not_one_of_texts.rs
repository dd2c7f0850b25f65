//! A variant stands for a text that no other variant stands for.

use acton_orm::Value;

#[derive(Value)]
#[acton(rename_all = "lowercase")]
enum Tier {
    #[acton("GOLD")]
    Gold,
    Silver,
    #[acton(other)]
    Other(String),
}

#[derive(Value)]
enum Empty {}

#[derive(Value)]
enum Filled {
    Gold(u8),
    Silver { since: i64 },
}

#[derive(Value)]
enum Twice {
    #[acton("gold")]
    Gold,
    #[acton("gold")]
    Golden,
    #[acton("Bronze")]
    Copper,
    Bronze,
}

#[derive(Value)]
enum TwoOthers {
    Gold,
    #[acton(other)]
    Other(String),
    #[acton(other)]
    Rest(String),
}

#[derive(Value)]
enum OtherOfNothing {
    Gold,
    #[acton(other)]
    Other,
}

#[derive(Value)]
enum OtherWithText {
    #[acton("other", other)]
    Other(String),
}

#[derive(Value)]
#[acton(rename = "lowercase")]
enum Misspelt {
    #[acton(7)]
    Seven,
    #[acton(rename = "gold")]
    Gold,
    #[acton]
    Silver,
    #[acton(rename_all = "lowercase")]
    Bronze,
}

#[derive(Value)]
#[acton(rename_all = "loud")]
enum Cased {
    Gold,
}

#[derive(Value)]
enum OtherNumber {
    Gold,
    #[acton(other)]
    Other(i64),
}

fn main() {
    let _ = Tier::Gold;
}
