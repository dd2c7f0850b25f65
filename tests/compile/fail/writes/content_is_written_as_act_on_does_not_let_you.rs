//! Logos, headers and footers are written, landing pages only deleted, forms, categories, senders and
//! reports only read; addresses and ids are Act-On's to give.

use acton_orm::models::{Form, LandingPage, Logo, MessageFooter};
use acton_orm::prelude::*;
use acton_orm::schema::{categories, footer, form_reports, forms, header, landing_pages, logos, users};

fn statements() {
    let _ = acton_orm::delete(LandingPage::query());
    let _ = acton_orm::update(MessageFooter::query()).set(footer::title.to("Spring"));

    let _ = acton_orm::update(landing_pages::table.query());
    let _ = acton_orm::delete(Form::query());
    let _ = acton_orm::insert_into(categories::table);
    let _ = acton_orm::update(users::table.query());
    let _ = acton_orm::delete(form_reports::table.query().of("form"));

    let _ = acton_orm::update(Logo::query()).set(logos::url.to("https://example.com/"));
    let _ = header::id.to("1");
    let _ = forms::title.to("Spring");
}

#[derive(Insertable)]
#[acton(table = "LandingPages")]
struct NewPage {
    title: String,
}

#[derive(Insertable)]
#[acton(table = "Header")]
struct Untitled {
    html: String,
}

#[derive(Insertable)]
#[acton(table = "Logos")]
struct WithoutFile {
    name: String,
}

async fn written(acton: Client) -> acton_orm::Result<()> {
    let mut session = acton.session();
    let form = session.one(Form::query()).await?;

    session.delete(form);
    Ok(())
}

fn main() {
    let _ = (statements, written);
}
