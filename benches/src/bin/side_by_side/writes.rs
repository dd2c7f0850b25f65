//! Commits: rows of a list, whose columns are asked for first, and images.

use acton_emulator::tiny_png;
use acton_orm::models::{Image, NewImage};
use acton_orm::prelude::*;
use acton_orm::{Session, Upload};
use anyhow::{Result, ensure};

use crate::Case;
use crate::figure::Figure;
use crate::pace::Pace;
use crate::people::{LIST, NewPerson, Person};
use crate::reads;
use crate::server::{Measured, Server, Stage};

/// The folder that images are moved to.
const ARCHIVE: &str = "Archive";

pub(crate) async fn inserts(name: &str, server: &Server, pace: Pace) -> Case {
    let rows = pace.of(50);
    let stage = reads::list(server, pace, 1000).await?;
    let before = Person::query().count(&stage.acton).await?;
    let mut session = stage.acton.session();
    for row in 0..rows {
        let _ = session.add(NewPerson {
            email: format!("new{row}@example.com"),
            city: "Portland".to_owned(),
        });
    }
    let measured = commit(&stage, &mut session, rows).await?;
    let after = stage.emulator.list_rows("l-0001").len() as u64;
    ensure!(
        after == before + rows,
        "{LIST} has {after} rows, not {rows} more than {before}"
    );
    Figure::limited(name, rows, 1, 1, pace, measured)
}

pub(crate) async fn updates(name: &str, server: &Server, pace: Pace) -> Case {
    let rows = pace.of(50);
    let stage = reads::list(server, pace, 1000).await?;
    let mut session = moved(&stage, rows).await?;
    let measured = commit(&stage, &mut session, rows).await?;
    ensure!(elsewhere(&stage) == rows, "not all rows were changed");
    Figure::limited(name, rows, 1, 1, pace, measured)
}

/// Each row is read again before it is changed.
pub(crate) async fn conflict_checks(name: &str, server: &Server, pace: Pace) -> Case {
    let rows = pace.of(20);
    let stage = reads::list_by_keys(server, pace).await?;
    let mut session = moved(&stage, rows).await?;
    let (measured, report) = stage
        .measure(async { Ok(session.commit().check_conflicts().await?) })
        .await?;
    ensure!(report.applied() as u64 == rows, "{report}");
    ensure!(elsewhere(&stage) == rows, "not all rows were changed");
    let journal = stage.emulator.journal().api_calls();
    let reads = journal.iter().filter(|call| call.method == "GET").count();
    ensure!(
        reads as u64 == rows + 1,
        "{reads} rows and headings were read, not {rows} and once"
    );
    Figure::limited(name, rows, 2, 1, pace, measured)
}

pub(crate) async fn uploads(name: &str, server: &Server, pace: Pace) -> Case {
    let images = pace.of(20);
    let stage = server.limited(pace, "", |_| {}).await?;
    let mut session = stage.acton.session();
    for image in 0..images {
        let file = format!("new{image}.png");
        let _ = session.add(NewImage {
            name: file.clone(),
            folder_name: ARCHIVE.to_owned(),
            content: Upload::bytes(file, png()),
        });
    }
    let measured = commit(&stage, &mut session, images).await?;
    ensure!(archived(&stage) == images, "not all images were uploaded");
    Figure::limited(name, images, 1, 0, pace, measured)
}

/// Each image is downloaded, which is no call of the API, uploaded anew, and the old one deleted.
pub(crate) async fn image_moves(name: &str, server: &Server, pace: Pace) -> Case {
    let images = pace.of(20);
    let prepare = |emulator: &acton_emulator::Emulator| {
        for image in 0..images {
            emulator.add_image(&format!("{image}.png"), "New Folder", png());
        }
    };
    let stage = server.limited(pace, "", prepare).await?;
    let mut session = stage.acton.session();
    for image in session.load(Image::query()).await? {
        session[image].folder_name = ARCHIVE.to_owned();
    }
    let measured = commit(&stage, &mut session, images).await?;
    let (moved, all) = (archived(&stage), stage.emulator.images().len() as u64);
    ensure!(
        (moved, all) == (images, images),
        "{moved} of {all} images are in the archive"
    );
    Figure::limited(name, images, 2, 0, pace, measured)
}

/// A session in which people have moved.
async fn moved(stage: &Stage, rows: u64) -> Result<Session> {
    let mut session = stage.acton.session();
    for person in session.load(Person::query().limit(rows)).await? {
        session[person].city = Some("elsewhere".to_owned());
    }
    Ok(session)
}

async fn commit(stage: &Stage, session: &mut Session, changes: u64) -> Result<Measured> {
    let (measured, report) = stage.measure(async { Ok(session.commit().await?) }).await?;
    ensure!(report.applied() as u64 == changes, "{report}");
    Ok(measured)
}

/// People who have moved.
fn elsewhere(stage: &Stage) -> u64 {
    let rows = stage.emulator.list_rows("l-0001");
    let moved = |row: &&Vec<String>| row.iter().any(|cell| cell == "elsewhere");
    rows.iter().filter(moved).count() as u64
}

/// Images in the archive.
fn archived(stage: &Stage) -> u64 {
    let images = stage.emulator.images();
    images
        .iter()
        .filter(|image| image.folder == ARCHIVE)
        .count() as u64
}

fn png() -> Vec<u8> {
    tiny_png(16, 16, 7)
}
