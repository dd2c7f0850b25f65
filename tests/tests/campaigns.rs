//! `Campaigns`: whatever form the answer has, if there is one way to read it.

use acton_emulator::{CampaignList, Emulator, Fault};
use acton_orm::models::Campaign;
use acton_orm::prelude::*;
use acton_orm::schema::campaigns;
use acton_orm::{ErrorKind, Plan, Terminal};
use acton_orm_tests::{builder, calls, client, empty_account, sample_account, start};
use futures::TryStreamExt;

const ALL: &str = "GET /api/1/campaigns";

/// The calls that a plan shows.
fn shown(plan: &Plan) -> Vec<String> {
    plan.requests().iter().map(ToString::to_string).collect()
}

/// The calls that were made since this was asked last.
fn made(emulator: &Emulator) -> Vec<String> {
    let made = calls(emulator);
    emulator.journal().clear();
    made
}

fn expected(emulator: &Emulator) -> Vec<Campaign> {
    let campaigns = emulator.campaigns().into_iter();
    campaigns
        .map(|campaign| Campaign {
            id: campaign.id,
            name: Some(campaign.name),
            description: Some(campaign.description).filter(|text| !text.is_empty()),
        })
        .collect()
}

#[tokio::test]
async fn every_form_of_the_list_gives_every_campaign() {
    for form in [
        CampaignList::Envelope,
        CampaignList::Array,
        CampaignList::Named,
    ] {
        let emulator = start(builder().quirks(|quirks| quirks.campaign_list = form)).await;
        let acton = client(&emulator).await;
        let plan = Campaign::query().explain();
        assert_eq!(
            (plan.calls().at_least(), shown(&plan)),
            (1, vec![ALL.to_owned()])
        );
        let read = Campaign::query().load(&acton).await.unwrap();
        assert_eq!(read, expected(&emulator), "{form:?}");
        assert_eq!(made(&emulator), shown(&plan), "{form:?}");
        assert!(read.iter().any(|campaign| campaign.description.is_none()));
        assert_eq!(
            Campaign::query().count(&acton).await.unwrap(),
            4,
            "{form:?}"
        );
    }
}

#[tokio::test]
async fn no_campaigns_are_none_in_every_form() {
    for form in [
        CampaignList::Envelope,
        CampaignList::Array,
        CampaignList::Named,
    ] {
        let emulator = empty_account().await;
        emulator.quirks(|quirks| quirks.campaign_list = form);
        let acton = client(&emulator).await;
        assert!(!Campaign::query().exists(&acton).await.unwrap(), "{form:?}");
    }
}

#[tokio::test]
async fn one_is_read_by_its_id_alone_and_one_that_is_not_there_is_none() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for campaign in expected(&emulator) {
        let query = Campaign::query().filter(campaigns::id.eq(&campaign.id));
        let plan = query.explain();
        assert_eq!(plan.residual(), None);
        assert_eq!(query.one(&acton).await.unwrap(), campaign);
        assert_eq!(made(&emulator), shown(&plan));
        assert_eq!(shown(&plan), [format!("{ALL}/{}", campaign.id)]);
    }
    let nobody = Campaign::query().filter(campaigns::id.eq("c-none"));
    assert_eq!(nobody.first(&acton).await.unwrap(), None);
    assert_eq!(made(&emulator), ["GET /api/1/campaigns/c-none"]);
    // Two ids are dearer than the list.
    let two = Campaign::query().filter(campaigns::id.eq_any(["c-0001", "c-0003"]));
    assert_eq!(two.load(&acton).await.unwrap().len(), 2);
    assert_eq!(made(&emulator), [ALL]);
}

#[tokio::test]
async fn every_terminal_is_the_one_call_it_shows() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let all = Campaign::query().order_by(campaigns::name.desc());
    let rows = all.load(&acton).await.unwrap();
    assert!(rows.is_sorted_by(|one, next| one.name >= next.name));
    assert_eq!(made(&emulator), [ALL]);

    let first = all.first(&acton).await.unwrap();
    assert_eq!(
        (first.as_ref(), made(&emulator)),
        (rows.first(), vec![ALL.to_owned()])
    );
    let page = all.page(&acton, 1, 3).await.unwrap();
    assert_eq!(
        (page.rows.len(), page.has_next, page.total),
        (1, false, Some(4))
    );
    assert_eq!(made(&emulator), [ALL]);
    let streamed: Vec<Campaign> = all.stream(&acton).try_collect().await.unwrap();
    assert_eq!(
        (streamed, made(&emulator)),
        (rows.clone(), vec![ALL.to_owned()])
    );
    assert_eq!(all.explain_as(Terminal::Count).calls().at_most(), Some(1));
    assert_eq!(all.count(&acton).await.unwrap(), 4);
    assert_eq!(made(&emulator), [ALL]);
    let error = all.one(&acton).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cardinality);

    let described = Campaign::query().filter(campaigns::description.is_null());
    assert_eq!(described.count(&acton).await.unwrap(), 1);
    let table = acton.table("Campaigns").await.unwrap();
    assert_eq!(table.query().load(&acton).await.unwrap().len(), 4);
    let mut session = acton.session();
    assert_eq!(session.load(Campaign::query()).await.unwrap().len(), 4);
}

#[tokio::test]
async fn more_than_is_known_is_ignored_and_all_but_the_id_may_be_missing() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    let body = r#"{"data":[{"id":"c-7","name":null,"messages":[1],"owner":{"id":"x"}},{"id":"c-9"}],"total":2}"#;
    emulator.fail(Fault::body(200, "application/json", body));
    let rows = Campaign::query().load(&acton).await.unwrap();
    let bare = |id: &str| Campaign {
        id: id.to_owned(),
        name: None,
        description: None,
    };
    assert_eq!(rows, [bare("c-7"), bare("c-9")]);
}

#[tokio::test]
async fn what_could_be_read_in_two_ways_or_is_not_all_is_an_error() {
    let emulator = sample_account().await;
    let acton = client(&emulator).await;
    for (body, why) in [
        (r#"{"a":[],"b":[]}"#, "several arrays"),
        (r#"{"campaigns":{}}"#, "no array"),
        (
            r#"{"totalCount":2,"result":[{"id":"c-1"}]}"#,
            "it has 1 of 2 rows",
        ),
        (r#"[{"name":"no id"}]"#, "column `Id`"),
    ] {
        emulator.fail(Fault::body(200, "application/json", body));
        let error = Campaign::query().load(&acton).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(why), "{error}");
    }
}
