//! An image library in one sitting: map two columns, filter on a third, insert, move, delete.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

mod account;
mod show;

use acton_orm::Terminal;
use acton_orm::prelude::*;
use anyhow::{Context, Result, ensure};
use clap::Parser;

use account::Account;
use show::Show;

/// An image, as far as this program cares. The table has more columns, and filters may use them all.
#[derive(Entity, Debug, Clone, PartialEq)]
#[acton(table = "Images")]
struct Image {
    id: String,
    name: String,
}

/// An image to add. Act-On gives the id, so there is no field for it.
#[derive(Insertable, Debug)]
#[acton(table = "Images")]
struct NewImage {
    name: String,
    folder_name: String,
    content: Upload,
}

/// The program's arguments.
#[derive(Parser)]
#[command(about = "Reads, adds, moves and deletes images, and shows what each step costs.")]
struct Args {
    /// A real account, as `acton:///?InitiateOAuth=GETANDREFRESH&OAuthSettingsLocation=..`. Without
    /// it, an emulator of Act-On starts inside this program.
    #[arg(long, value_name = "CONNECTION STRING")]
    connect: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let account = Account::open(Args::parse().connect).await?;
    let mut show = Show::new(&account.acton);
    let toured = tour(&account, &mut show).await;
    // Whatever went wrong, a real account is left as it was found.
    let tidied = account.tidy_up(&mut show).await;
    toured?;
    tidied?;
    show.total();
    Ok(())
}

async fn tour(account: &Account, show: &mut Show) -> Result<()> {
    let Account {
        acton,
        folder,
        archive,
        ..
    } = account;
    account.prepare(show).await?;

    show.chapter("Filter on a column that the struct leaves out");
    let in_folder = Image::query()
        .filter(images::folder_name.eq(*folder))
        .order_by(images::name.asc());
    show.plan(in_folder.explain());
    let found = in_folder.load(acton).await?;
    let rows = found.iter().map(|image| [&image.id, &image.name]);
    show.rows(["Id", "Name"], rows);
    ensure!(found.iter().any(|image| image.name == "old.png"));
    ensure!(show.calls() == 1, "the plan said one call");

    show.chapter("Select columns instead of the struct");
    let largest = images::table
        .select((images::name, images::size, images::creation_time))
        .filter(images::folder_name.eq(*folder))
        .order_by(images::size.desc())
        .limit(3);
    show.plan(largest.explain());
    let rows = largest.load(acton).await?;
    ensure!(rows.is_sorted_by(|one, next| one.1 >= next.1));
    let rows = rows.into_iter().map(|(name, bytes, created)| {
        let created = created.format("%Y-%m-%d %H:%M").to_string();
        [name, bytes.to_string(), created]
    });
    show.rows(["Name", "Bytes", "Created (UTC)"], rows);
    ensure!(show.calls() == 1, "the plan said one call");

    show.chapter("Insert an image");
    let mut session = acton.session();
    let hero = session.add(NewImage {
        name: "quickstart-hero.png".to_owned(),
        folder_name: (*folder).to_owned(),
        content: Upload::bytes("hero.png", include_bytes!("../hero.png").as_slice()),
    });
    let planned = show.commit_plan(&session.plan()?);
    let report = session.commit().await?;
    show.report(&report);
    ensure!(report.applied() == 1);
    ensure!(
        planned.at_most() == Some(show.calls()),
        "the plan told the calls"
    );
    let uploaded = report.key(hero)?.to_owned();

    show.chapter("Change its folder, and delete another image");
    let old = Image::query()
        .filter(images::folder_name.eq(*folder))
        .filter(images::name.eq("old.png"));
    show.plan(old.explain_as(Terminal::First));
    let old = session.first(old).await?.context("no old.png")?;
    show.calls();
    session[hero].folder_name = (*archive).to_owned();
    session.delete(old);
    let planned = show.commit_plan(&session.plan()?);
    let report = session.commit().await?;
    show.report(&report);
    ensure!(report.applied() == 2);
    ensure!(
        planned.at_most() >= Some(show.calls()),
        "the plan tells the most it takes"
    );
    let moved = report.key(hero)?;
    ensure!(moved != uploaded, "a moved image is a new upload");

    show.chapter("Look at what Act-On has now");
    let now = images::table
        .select((images::folder_name, images::name, images::size))
        .filter(images::folder_name.eq_any([*folder, *archive]))
        .order_by((images::folder_name.asc(), images::name.asc()));
    show.plan(now.explain());
    let now = now.load(acton).await?;
    let hero = (
        (*archive).to_owned(),
        "quickstart-hero.png".to_owned(),
        i64::try_from(include_bytes!("../hero.png").len())?,
    );
    ensure!(now.contains(&hero), "the image was moved, byte for byte");
    ensure!(
        now.iter()
            .all(|(folder, name, _)| folder == archive || name != "old.png")
    );
    let rows = now
        .into_iter()
        .map(|(folder, name, bytes)| [folder, name, bytes.to_string()]);
    show.rows(["Folder", "Name", "Bytes"], rows);
    show.calls();
    Ok(())
}
