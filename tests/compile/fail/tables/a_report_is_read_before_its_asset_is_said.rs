//! Reports are of one form, page or file, subscription opt-outs of one category: none is read without.

use acton_orm::models::{
    CategoryOptOut, FormReport, FormUrl, MediaDay, MediaMessage, MediaReport, MediaView, PageReport,
    PageUrl,
};
use acton_orm::prelude::*;
use acton_orm::schema::page_traffic;

async fn demo(acton: &Client) -> acton_orm::Result<()> {
    let _ = FormReport::query().of("form").load(acton).await?;
    let _ = CategoryOptOut::query().of("News").count(acton).await?;

    let _ = FormReport::query().load(acton).await?;
    let _ = PageReport::query().one(acton).await?;
    let _ = page_traffic::table.select(page_traffic::source).load(acton).await?;
    let _ = MediaReport::query().first(acton).await?;
    let _ = MediaView::query().exists(acton).await?;
    let _ = MediaDay::query().load(acton).await?;
    let _ = CategoryOptOut::query().count(acton).await?;
    let _ = FormUrl::query().load(acton).await?;
    let _ = PageUrl::query().load(acton).await?;
    let _ = MediaMessage::query().load(acton).await?;
    let _ = acton.session().load(CategoryOptOut::query()).await?;
    Ok(())
}

fn main() {
    let _ = demo;
}
