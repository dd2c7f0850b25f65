//! A query, a plan and a commit do nothing by themselves; made and dropped, they are a mistake.

#![deny(unused_must_use)]

use acton_orm::models::Image;
use acton_orm::prelude::*;
use acton_orm::schema::images;

async fn used(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    session.load(Image::query().filter(images::size.gt(1))).await?;
    println!("{}", session.plan()?);
    session.commit().await?;
    Ok(())
}

async fn unused(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    Image::query().filter(images::size.gt(1));
    Image::query().explain();
    images::size.gt(1);
    images::size.asc();
    images::name.to("new.png");
    session.plan()?;
    session.commit();
    acton_orm::update(Image::query()).set(images::name.to("new.png"));
    acton_orm::delete(Image::query());
    Ok(())
}

fn main() {
    let _ = (used, unused);
}
