//! Whatever one fault hits a commit, committing again loses nothing and doubles nothing.

use std::collections::BTreeMap;

use acton_emulator::{Emulator, Fault, tiny_png};
use acton_orm::prelude::*;
use acton_orm::{Handle, Session};
use acton_orm_tests::empty_account;
use acton_orm_tests::rows::{
    NewOptOut, Picture, Subscriber, emails, impatient, newsletter_on, picture, pictures, subscriber,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A change to make, of the row of that number.
#[derive(Debug, Clone, Copy)]
enum Change {
    AddPicture(u8),
    MovePicture(u8),
    RenamePicture(u8),
    DeletePicture(u8),
    AddSubscriber(u8),
    UpdateSubscriber(u8),
    DeleteSubscriber(u8),
    OptOut(u8),
}

/// What breaks, at which call of the commit.
#[derive(Debug, Clone, Copy)]
struct Trouble {
    at: u32,
    kind: u8,
}

const ROWS: u8 = 4;

fn change() -> impl Strategy<Value = Change> {
    let row = 0..ROWS;
    prop_oneof![
        row.clone().prop_map(Change::AddPicture),
        row.clone().prop_map(Change::MovePicture),
        row.clone().prop_map(Change::RenamePicture),
        row.clone().prop_map(Change::DeletePicture),
        row.clone().prop_map(Change::AddSubscriber),
        row.clone().prop_map(Change::UpdateSubscriber),
        row.clone().prop_map(Change::DeleteSubscriber),
        row.prop_map(Change::OptOut),
    ]
}

fn trouble() -> impl Strategy<Value = Trouble> {
    (0_u32..12, 0_u8..6).prop_map(|(at, kind)| Trouble { at, kind })
}

impl Trouble {
    fn fault(self) -> Fault {
        let fault = match self.kind {
            0 => Fault::reset_before(),
            1 => Fault::reset_after(),
            2 => Fault::status(502),
            3 => Fault::truncate(5),
            4 => Fault::body(
                400,
                "application/json",
                r#"{"errorCode":10999,"message":"no"}"#,
            ),
            _ => Fault::body(200, "application/json", r#"{"status":"success"}"#),
        };
        // Only an insert notices that such an answer lacks something.
        let method = if self.kind > 4 { "POST" } else { "*" };
        fault.on(method, "/").skip(self.at)
    }
}

/// What the account must hold in the end, as name or address and folder or city.
type Wanted = BTreeMap<String, String>;

struct Held {
    session: Session,
    pictures: Vec<Handle<Picture>>,
    subscribers: Vec<Handle<Subscriber>>,
}

async fn hold(emulator: &Emulator) -> Held {
    let mut session = impatient(emulator).await.session();
    Held {
        pictures: session.load(Picture::query()).await.unwrap(),
        subscribers: session.load(Subscriber::query()).await.unwrap(),
        session,
    }
}

/// Makes the changes in the session, and says what they come to.
fn make(held: &mut Held, changes: &[Change]) -> (Wanted, Wanted, Wanted) {
    let mut images: Wanted = (0..ROWS)
        .map(|n| (format!("p{n}.png"), "New".to_owned()))
        .collect();
    let mut rows: Wanted = (0..ROWS)
        .map(|n| (format!("s{n}@example.com"), "PDX".to_owned()))
        .collect();
    let mut outs = Wanted::new();
    let session = &mut held.session;
    for &change in changes {
        match change {
            Change::AddPicture(n) => {
                let name = format!("new{n}.png");
                if images.insert(name.clone(), "New".into()).is_none() {
                    let _ = session.add(picture(&name, "New"));
                }
            }
            Change::MovePicture(n) => {
                let handle = held.pictures[usize::from(n)];
                if let Some(folder) = images.get_mut(&session[handle].name) {
                    *folder = "Archive".into();
                    session[handle].folder_name = "Archive".into();
                }
            }
            Change::RenamePicture(n) => {
                let handle = held.pictures[usize::from(n)];
                if let Some(folder) = images.remove(&session[handle].name) {
                    session[handle].name = format!("renamed{n}.png");
                    images.insert(session[handle].name.clone(), folder);
                }
            }
            Change::DeletePicture(n) => {
                let handle = held.pictures[usize::from(n)];
                images.remove(&session[handle].name);
                session.delete(handle);
            }
            Change::AddSubscriber(n) => {
                let email = format!("new{n}@example.com");
                if rows.insert(email.clone(), "NYC".into()).is_none() {
                    let _ = session.add(subscriber(&email, Some("NYC")));
                }
            }
            Change::UpdateSubscriber(n) => {
                let handle = held.subscribers[usize::from(n)];
                if let Some(city) = rows.get_mut(&session[handle].email) {
                    *city = "BOS".into();
                    session[handle].city = Some("BOS".into());
                }
            }
            Change::DeleteSubscriber(n) => {
                let handle = held.subscribers[usize::from(n)];
                rows.remove(&session[handle].email);
                session.delete(handle);
            }
            Change::OptOut(n) => {
                let email = format!("out{n}@example.com");
                if outs.insert(email.clone(), String::new()).is_none() {
                    let _ = session.add(NewOptOut { email });
                }
            }
        }
    }
    (images, rows, outs)
}

async fn replay(
    changes: &[Change],
    trouble: Trouble,
    keep_going: bool,
) -> Result<(), TestCaseError> {
    let emulator = empty_account().await;
    let list = newsletter_on(
        &emulator,
        (0..ROWS).map(|n| [format!("s{n}@example.com"), "PDX".into(), String::new()]),
    );
    for n in 0..ROWS {
        emulator.add_image(&format!("p{n}.png"), "New", tiny_png(1, 1, n));
    }
    let mut held = hold(&emulator).await;
    let (images, rows, outs) = make(&mut held, changes);
    emulator.fail(trouble.fault());
    for attempt in 0.. {
        let most = held.session.plan().expect("a plan").calls().at_most();
        let most = most.unwrap_or(u64::MAX);
        let commit = held.session.commit();
        let commit = if keep_going {
            commit.keep_going()
        } else {
            commit
        };
        match commit.await {
            Ok(report) => {
                prop_assert!(report.calls() <= most, "{} of {most}", report.calls());
                break;
            }
            Err(error) => {
                prop_assert!(attempt < 3, "the commits do not come to an end: {error}");
                let report = error.report().expect("a report");
                prop_assert!(report.calls() <= most, "{} of {most}", report.calls());
                prop_assert!(report.applied() < report.len());
            }
        }
        // The one fault has struck or will not.
        emulator.clear_faults();
    }
    let pictures: Vec<_> = images.into_iter().collect();
    prop_assert_eq!(self::pictures(&emulator), pictures);
    let mut listed = emails(&emulator, &list);
    listed.sort();
    prop_assert_eq!(&listed, &rows.keys().cloned().collect::<Vec<_>>());
    for row in emulator.list_rows(&list) {
        prop_assert_eq!(&row[2], &rows[&row[1]]);
    }
    let mut opted: Vec<_> = emulator
        .opt_outs()
        .into_iter()
        .map(|one| one.email)
        .collect();
    opted.sort();
    prop_assert_eq!(opted, outs.into_keys().collect::<Vec<_>>());
    prop_assert!(!held.session.has_changes());
    for handle in held.pictures {
        if let Some(row) = held.session.get(handle) {
            prop_assert!(
                emulator
                    .images()
                    .iter()
                    .any(|one| one.id == row.id && one.name == row.name)
            );
        }
    }
    Ok(())
}

#[test]
fn a_commit_made_again_after_any_single_fault_loses_and_doubles_nothing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 96,
        failure_persistence: None,
        ..Config::default()
    });
    let case = (
        prop::collection::vec(change(), 1..9),
        trouble(),
        any::<bool>(),
    );
    runner
        .run(&case, |(changes, trouble, keep_going)| {
            runtime.block_on(replay(&changes, trouble, keep_going))
        })
        .unwrap();
}
