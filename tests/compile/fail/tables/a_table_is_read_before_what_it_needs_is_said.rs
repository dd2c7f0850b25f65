//! A report is of one message, a drill-down of one message and verb, a history of one record of a list:
//! none is read without.

use acton_orm::models::{
    ContactEvent, ContactScore, DayReport, DrilldownRow, ListScore, MessageReport, ScoreDetail,
};
use acton_orm::prelude::*;
use acton_orm::schema::drilldown_reports::{self, Verb};
use acton_orm::schema::reports_by_period::Month;

async fn demo(acton: &Client, month: Month) -> acton_orm::Result<()> {
    let _ = DrilldownRow::query().of("s-0001", Verb::Clicked).load(acton).await?;
    let _ = DayReport::query().of(month).load(acton).await?;

    let _ = DrilldownRow::query().load(acton).await?;
    let _ = MessageReport::query().one(acton).await?;
    let _ = DayReport::query().count(acton).await?;
    let _ = drilldown_reports::table.select(drilldown_reports::email).load(acton).await?;
    let _ = DrilldownRow::query().of("s-0001", "CLICKED");
    let _ = acton.session().load(MessageReport::query()).await?;
    let _ = ContactEvent::query().of("l-0001").load(acton).await?;
    let _ = ContactEvent::query().load(acton).await?;
    let _ = ScoreDetail::query().load(acton).await?;
    let _ = ContactScore::query().one(acton).await?;
    let _ = ListScore::query().load(acton).await?;
    Ok(())
}

fn main() {
    let _ = demo;
}
