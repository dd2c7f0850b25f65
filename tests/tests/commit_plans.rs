//! Whatever a commit or a statement sends stands in its plan: method, path and parameters as shown, and
//! no more calls than it promised.

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::schema::{media, optout};
use acton_orm::statement::StatementPlan;
use acton_orm::{Client, CommitPlan, CommitReport, Request, Session, models};
use acton_orm_tests::empty_account;
use acton_orm_tests::rows::{
    NewOptOut, OptedOut, Picture, Subscriber, images, impatient, newsletter, picture, report,
    subscriber, subscribers,
};

/// A call as method, path and parameters.
type Made = (String, String, Vec<(String, String)>);

/// What was called since the journal was cleared, files included.
fn made(emulator: &Emulator) -> Vec<Made> {
    let entries = emulator.journal().entries();
    let calls = entries.into_iter().filter(|entry| entry.path != "/token");
    calls
        .map(|entry| (entry.method.to_string(), entry.path, entry.query))
        .collect()
}

/// Whether a text is as shown; what stands in braces is not known beforehand.
fn fits(shown: &str, text: &str) -> bool {
    shown == text || shown.starts_with('{') && shown.ends_with('}')
}

fn is(request: &Request, (method, path, query): &Made) -> bool {
    let shown = request.path();
    if shown.starts_with('{') || shown.starts_with("http") {
        return path.starts_with("/cdn/");
    }
    let (shown, segments) = (shown.split('/'), path.split('/'));
    let parameters: Vec<_> = request.query().collect();
    request.method().as_str() == method
        && shown.clone().count() == segments.clone().count()
        && shown.zip(segments).all(|(shown, text)| fits(shown, text))
        && parameters.len() == query.len()
        && parameters
            .iter()
            .zip(query)
            .all(|(shown, sent)| shown.0 == sent.0 && fits(&shown.1, &sent.1))
}

/// Holds a commit to its plan.
fn compare(plan: &CommitPlan, report: &CommitReport, made: &[Made]) {
    let mut left = plan.requests();
    for call in made {
        let at = left.iter().position(|request| is(request, call));
        let at = at.unwrap_or_else(|| panic!("{call:?} is not in\n{plan}"));
        left.remove(at);
    }
    let of_the_api = made.iter().filter(|call| !call.1.starts_with("/cdn/"));
    assert_eq!(report.calls(), of_the_api.count() as u64);
    assert_eq!(report.calls() + report.files(), made.len() as u64);
    let promised = plan.calls();
    assert!(report.calls() >= promised.at_least(), "{plan}\n{report}");
    let most = promised.at_most().unwrap_or(u64::MAX);
    assert!(report.calls() <= most, "{plan}\n{report}");
}

async fn hold_to_plan(emulator: &Emulator, session: &mut Session) -> CommitReport {
    let plan = session.plan().unwrap();
    emulator.journal().clear();
    let report = session.commit().keep_going().await;
    let report = report.unwrap_or_else(self::report);
    compare(&plan, &report, &made(emulator));
    report
}

#[tokio::test]
async fn rows_of_a_list() {
    let (emulator, _) = newsletter().await;
    let acton = impatient(&emulator).await;
    let mut session = acton.session();
    let _ = session.add(subscriber("dee@example.com", Some("NYC")));
    let found = hold_to_plan(&emulator, &mut session).await;
    assert_eq!(found.calls(), 3, "the list is found first, and its columns");
    let rows = session.load(Subscriber::query()).await.unwrap();
    session[rows[0]].city = None;
    session.delete(rows[1]);
    session.delete(rows[2]);
    let _ = session.add(subscriber("eve@example.com", None));
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 4);
}

#[tokio::test]
async fn images() {
    let emulator = empty_account().await;
    for name in ["a.png", "b.png", "c.png"] {
        emulator.add_image(name, "New", tiny_png(1, 1, 1));
    }
    let mut session = impatient(&emulator).await.session();
    let rows = session.load(Picture::query()).await.unwrap();
    let known = session.load(models::Image::query()).await.unwrap();
    session[rows[0]].folder_name = "Archive".into();
    session[known[1]].name = "other.png".into();
    let new = images::content.to(Upload::bytes("c.png", tiny_png(2, 2, 2)));
    session.set(rows[2], new).unwrap();
    let added = session.add(picture("d.png", "New"));
    let moved = hold_to_plan(&emulator, &mut session).await;
    assert_eq!((moved.applied(), moved.calls(), moved.files()), (4, 7, 2));
    session.delete(added);
    let both = (
        images::name.to("e.png"),
        images::content.to(Upload::bytes("e.png", tiny_png(3, 3, 3))),
    );
    session.set(rows[2], both).unwrap();
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 3);
}

#[tokio::test]
async fn media_files_and_links() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let file = session.add(models::NewMediaFile {
        name: "terms.txt".into(),
        folder_name: "Legal".into(),
        content: Upload::bytes("terms.txt", "be nice"),
    });
    let _ = session.add(models::NewMediaLink {
        name: "home".into(),
        folder_name: "Links".into(),
        target_url: Some("https://example.com/".into()),
    });
    hold_to_plan(&emulator, &mut session).await;
    session[file].content = Upload::bytes("terms.txt", "be kind");
    hold_to_plan(&emulator, &mut session).await;
    session.delete(file);
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 1);
}

#[tokio::test]
async fn drafts_and_templates() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let new = |kind: &str, title: &str| models::NewMessage {
        message_type: kind.into(),
        subject: "It is here!".into(),
        title: Some(title.into()),
        html_body: None,
        text_body: Some("Spring".into()),
        folder_name: None,
    };
    let draft = session.add(new("DRAFT", "Spring"));
    let template = session.add(new("TEMPLATE", "Summer"));
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 2);
    session[draft].subject = "Still here".to_owned();
    session.delete(template);
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 2);
    // One in doubt is looked for first.
    let _ = session.add(new("DRAFT", "Autumn"));
    emulator.fault(Fault::reset_after().on("POST", "/api/1/message"));
    session.commit().await.unwrap_err();
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 1);
}

#[tokio::test]
async fn logos() {
    let emulator = empty_account().await;
    let mut session = impatient(&emulator).await.session();
    let logo = session.add(models::NewLogo {
        name: "Example".into(),
        alt_text: None,
        tool_tip: Some("tip".into()),
        target_url: None,
        content: Upload::bytes("logo.png", tiny_png(3, 2, 7)),
    });
    hold_to_plan(&emulator, &mut session).await;
    session[logo].tool_tip = None;
    hold_to_plan(&emulator, &mut session).await;
    session.delete(logo);
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 1);
}

#[tokio::test]
async fn headers_and_footers() {
    let emulator = empty_account().await;
    emulator.add_header("Default Header", "<p/>", "");
    emulator.add_footer("Default Footer", "<p/>", "");
    let mut session = impatient(&emulator).await.session();
    let (html, text) = (Some("<p/>".to_owned()), None);
    let header = session.add(models::NewHeader {
        title: "News".into(),
        html: html.clone(),
        text: text.clone(),
    });
    let footer = session.add(models::NewFooter {
        title: "News".into(),
        html,
        text,
    });
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 2);
    session[header].html = None;
    session[footer].text = Some("text".into());
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 2);
    session.delete(header);
    session.delete(footer);
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 2);
}

#[tokio::test]
async fn landing_pages() {
    let emulator = empty_account().await;
    for title in ["One", "Two"] {
        emulator.add_landing_page(title, "Default Folder");
    }
    let mut session = impatient(&emulator).await.session();
    for page in session.load(models::LandingPage::query()).await.unwrap() {
        session.delete(page);
    }
    assert_eq!(hold_to_plan(&emulator, &mut session).await.calls(), 2);
}

#[tokio::test]
async fn opt_outs_and_who_was_refused() {
    let emulator = empty_account().await;
    emulator.add_opt_out("old@example.com", 1);
    let mut session = impatient(&emulator).await.session();
    for row in session.load(OptedOut::query()).await.unwrap() {
        session.delete(row);
    }
    for email in ["ada@example.com", "nobody"] {
        let email = email.to_owned();
        let _ = session.add(NewOptOut { email });
    }
    let report = hold_to_plan(&emulator, &mut session).await;
    assert_eq!((report.applied(), report.rejected()), (2, 1));
    assert_eq!(report.calls(), 3, "one tells which address was refused");
}

#[tokio::test]
async fn a_conflict_check() {
    let (emulator, _) = newsletter().await;
    emulator.add_image("a.png", "New", tiny_png(1, 1, 1));
    let mut session = impatient(&emulator).await.session();
    let rows = session.load(Subscriber::query()).await.unwrap();
    let image = session.one(Picture::query()).await.unwrap();
    session[rows[0]].city = Some("BOS".into());
    session.delete(image);
    let plan = session.commit().check_conflicts().plan().unwrap();
    emulator.journal().clear();
    let report = session.commit().check_conflicts().await.unwrap();
    assert_eq!(report.calls(), made(&emulator).len() as u64);
    assert!(report.calls() >= plan.calls().at_least(), "{plan}");
}

#[tokio::test]
async fn rows_in_doubt_whichever_way_it_turns_out() {
    for arrives in [false, true] {
        for edited in [false, true] {
            let (emulator, _) = newsletter().await;
            let mut session = impatient(&emulator).await.session();
            let dee = session.add(subscriber("dee@example.com", None));
            let hero = session.add(picture("hero.png", "New"));
            let fault = match arrives {
                true => Fault::reset_after(),
                false => Fault::reset_before(),
            };
            emulator.fail(fault.clone().on("POST", "/api/1/list"));
            emulator.fail(fault.on("POST", "/api/1/image"));
            session.commit().keep_going().await.unwrap_err();
            if edited {
                session[dee].city = Some("NYC".into());
                session[hero].folder_name = "Archive".into();
            }
            let report = hold_to_plan(&emulator, &mut session).await;
            assert_eq!(report.applied(), report.len(), "{report}");
            assert!(!session.has_changes());
        }
    }
}

/// Holds an update or a delete to its plan: the read, then the writes of each row.
fn compare_rows(plan: &StatementPlan, report: &CommitReport, made: &[Made]) {
    assert_eq!(report.calls() + report.files(), made.len() as u64);
    assert!(report.calls() >= plan.calls().at_least(), "{plan}");
    let writes = plan.writes();
    let read = made
        .iter()
        .filter(|call| call.0 == "GET" && !call.1.starts_with("/cdn/"));
    let read = read.count();
    for call in &made[read..] {
        let planned = writes.iter().any(|request| is(request, call));
        assert!(planned, "{call:?} is not in\n{plan}");
    }
    assert!(read as u64 <= plan.read().calls().at_most().unwrap_or(u64::MAX));
}

async fn start() -> (Emulator, Client) {
    let (emulator, _) = newsletter().await;
    for name in ["a.png", "b.png"] {
        emulator.add_image(name, "New", tiny_png(1, 1, 1));
        emulator.add_opt_out(&format!("{name}@example.com"), 1);
    }
    let acton = impatient(&emulator).await;
    emulator.journal().clear();
    (emulator, acton)
}

#[tokio::test]
async fn an_update() {
    let (emulator, acton) = start().await;
    let statement = || {
        acton_orm::update(Subscriber::query().filter(subscribers::city.is_not_null()))
            .set(subscribers::city.to("BOS"))
    };
    let plan = statement().plan(&acton).unwrap();
    let report = statement().execute(&acton).await.unwrap();
    assert_eq!(report.applied(), 2);
    compare_rows(&plan, &report, &made(&emulator));

    let (emulator, acton) = start().await;
    let statement = || {
        let all = acton_orm::update(Picture::query()).set(images::folder_name.to("Archive"));
        all.all_rows()
    };
    let plan = statement().plan(&acton).unwrap();
    let shown = plan.to_string();
    assert!(
        shown.starts_with("update: at least 1 call\n├─ load from Images: 1 call\n│  "),
        "{shown}"
    );
    assert!(
        shown.ends_with(
            "\
└─ update each row that is found and differs
   GET {image_url} (a file, no call): its content
   POST /api/1/image: no call moves an image
   DELETE /api/1/image/{id}: the old one"
        ),
        "{shown}"
    );
    let report = statement().execute(&acton).await.unwrap();
    assert_eq!(
        (report.applied(), report.calls(), report.files()),
        (2, 5, 2)
    );
    compare_rows(&plan, &report, &made(&emulator));
}

#[tokio::test]
async fn a_delete() {
    let (emulator, acton) = start().await;
    let statement = || acton_orm::delete(optout::table.query()).all_rows();
    let plan = statement().plan(&acton).unwrap();
    let report = statement().execute(&acton).await.unwrap();
    assert_eq!(report.applied(), 2);
    compare_rows(&plan, &report, &made(&emulator));
    assert!(
        acton_orm::delete(media::table.query())
            .plan(&acton)
            .is_err()
    );
}

#[tokio::test]
async fn an_insert() {
    let (emulator, acton) = start().await;
    let rows = || ["dee", "eve"].map(|name| subscriber(&format!("{name}@example.com"), None));
    let insert = || acton_orm::insert_into(subscribers::table).values(rows());
    let plan = insert().plan(&acton).unwrap();
    let report = insert().execute(&acton).await.unwrap();
    assert_eq!(report.calls(), 4);
    compare(&plan, &report, &made(&emulator));
}
