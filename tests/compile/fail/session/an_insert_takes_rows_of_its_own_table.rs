//! The table named and the table of the rows are the same, however many rows there are.

use acton_orm::insert_into;
use acton_orm::models::{NewImage, NewOptOut};
use acton_orm::schema::{images, optout};

fn demo(image: NewImage, opt_outs: Vec<NewOptOut>) {
    let _ = insert_into(images::table).values(image.clone());
    let _ = insert_into(optout::table).values(opt_outs.clone());
    let _ = insert_into(optout::table).values(opt_outs.clone().into_iter().take(2));

    let _ = insert_into(optout::table).values(image);
    let _ = insert_into(images::table).values(opt_outs);
    let _ = insert_into(images::table).values("hero.png");
}

fn main() {}
