//! Every insert, update and delete, and what goes out.

use std::time::Duration;

use acton_emulator::tiny_png;
use acton_orm::events::{Columns, Kind};
use acton_orm::lists::Made;
use acton_orm::mail::{CannotBeUndone, Sender, To};
use acton_orm::models::*;
use acton_orm::prelude::*;
use acton_orm::schema::{footer, header, images, landing_pages, logos, media, messages, optout};
use acton_orm::users::{NewUser, Role};
use acton_orm::{Client, Downloads, delete, insert_into, update};
use acton_orm_tests::NOON;
use acton_orm_tests::rows::{NewOptOut, OptedOut, Subscriber, subscriber, subscribers};

use super::{Account, By, Done};

pub async fn all(account: &mut Account) -> Done {
    let acton = account.client(Downloads::Csv, 1000).await?;
    let done = every(&acton).await;
    account.keep(By::Orm);
    done
}

async fn every(acton: &Client) -> Done {
    blocks(acton).await?;
    lists(acton).await?;
    files(acton).await?;
    mail(acton).await?;
    opt_outs(acton).await?;
    actions(acton).await
}

async fn actions(acton: &Client) -> Done {
    let ada = acton.subscriptions("ada@example.com");
    ada.opt_in("News").send().await?;
    ada.opt_out("News").send().await?;
    ada.set(["News", "Product"]).send().await?;
    ada.opt_out_of_all().send().await?;
    let user = || {
        NewUser::new(
            Role::Sales,
            "new@example.com",
            "New",
            "User",
            "a long password",
        )
    };
    let full = user()
        .title("Editor")
        .phone("1")
        .mobile("2")
        .fax("3")
        .time_zone("PT");
    let full = full.confirmed_by_mail(true).may_send(true, false);
    let full = full
        .lists(true, false, true)
        .content(true, true)
        .programs(false, true);
    acton.create_users([full, user()]).send().await?;
    acton
        .delete_user("new@example.com")
        .send(CannotBeUndone)
        .await?;
    // Who is gone is said not to exist.
    let _ = acton
        .delete_user("new@example.com")
        .send(CannotBeUndone)
        .await;
    let several = acton.delete_users(["new@example.com", "other@example.com"]);
    several.send(CannotBeUndone).await?;
    acton.create_users([user()]).send().await?;
    acton
        .delete_users(["new@example.com", "other@example.com"])
        .send(CannotBeUndone)
        .await?;
    let list = acton
        .create_list("Made here")
        .folder("2026")
        .column_of("E-mail Address", "EMAIL");
    if let Made::List(id) = list.clone().send().await? {
        acton.delete_list(id).send(CannotBeUndone).await?;
    }
    let rows = Upload::bytes("rows.csv", b"E-mail Address\nada@example.com\n".to_vec());
    if let Made::Job(job) = list.rows(rows).send().await? {
        for _ in 0..3 {
            acton.list_upload(&job).await?;
        }
    }
    acton.record_of_cookie("abc").await?;
    let mail = || {
        let emma = Sender::new("Emma Emulator", "emma@example.com");
        acton
            .trigger_email("t-0001", emma, "ada@example.com")
            .fill("First Name", "Ada")
    };
    let full = mail()
        .reply_to("re@example.com")
        .copy_to(["cc@example.com"])
        .subject("A");
    let full = full
        .preview("B")
        .transactional(true)
        .tags(vec!["a".to_owned()])
        .external_id("7");
    let full = full.track_opens(true).track_clicks(true).when_delayed(true);
    let _ = full.send(CannotBeUndone).await;
    mail().send(CannotBeUndone).await?;
    let now = DateTime::from_timestamp_millis(NOON).ok_or("a time")?;
    let event = acton.report_event("Webinars", Kind::Attended, "ada@example.com", now, "Spring");
    event.note("late").create_destination().send().await?;
    let event = acton.report_event(
        "Webinars",
        Kind::General(Some(1)),
        "ada@example.com",
        now,
        "A",
    );
    event.send().await?;
    let csv = b"mail,day,what,note\nada@example.com,09/03/2024,Spring,x\n".to_vec();
    let columns = Columns::new(0, 1, 2).note(3);
    let file = Upload::bytes("events.csv", csv);
    let upload = acton.upload_events("Webinars", Kind::Downloaded, file, columns);
    let job = upload.send().await?;
    for _ in 0..3 {
        acton.event_upload(&job).await?;
    }
    Ok(())
}

fn png(name: &str) -> Upload {
    Upload::bytes(name, tiny_png(3, 2, 7))
}

async fn blocks(acton: &Client) -> Done {
    let (title, html, text) = ("New".to_owned(), Some("<p/>".to_owned()), None);
    let new = NewHeader { title, html, text };
    insert_into(header::table)
        .values(new.clone())
        .execute(acton)
        .await?;
    let NewHeader { title, html, text } = new;
    let new = NewFooter { title, html, text };
    insert_into(footer::table)
        .values(new)
        .execute(acton)
        .await?;
    let mine = || MessageHeader::query().filter(header::title.eq("New"));
    let set = (header::html.to("<b/>"), header::text.to("b"));
    update(mine()).set(set).execute(acton).await?;
    delete(mine()).execute(acton).await?;
    let mine = || MessageFooter::query().filter(footer::title.eq("New"));
    let set = (footer::html.to("<b/>"), footer::text.to("b"));
    update(mine()).set(set).execute(acton).await?;
    delete(mine()).execute(acton).await?;
    Ok(())
}

async fn lists(acton: &Client) -> Done {
    let new = ["dee", "eve"].map(|name| subscriber(&format!("{name}@example.com"), Some("PDX")));
    insert_into(subscribers::table)
        .values(new.to_vec())
        .execute(acton)
        .await?;
    let one = |email: &str| Subscriber::query().filter(subscribers::email.eq(email));
    let set = subscribers::city.to("Portland");
    update(one("dee@example.com"))
        .set(set)
        .execute(acton)
        .await?;
    delete(one("dee@example.com")).execute(acton).await?;
    delete(one("eve@example.com")).execute(acton).await?;
    Ok(())
}

async fn files(acton: &Client) -> Done {
    let image = NewImage {
        name: "new.png".into(),
        folder_name: "New Folder".into(),
        content: png("new.png"),
    };
    insert_into(images::table)
        .values(image)
        .execute(acton)
        .await?;
    let mine = || Image::query().filter(images::name.eq("new.png"));
    update(mine())
        .set(images::content.to(png("other.png")))
        .execute(acton)
        .await?;
    update(mine())
        .set(images::folder_name.to("Attic"))
        .execute(acton)
        .await?;
    delete(mine()).execute(acton).await?;

    let logo = NewLogo {
        name: "New".into(),
        alt_text: Some("alt".into()),
        tool_tip: Some("tip".into()),
        target_url: Some("https://example.com/".into()),
        content: png("logo.png"),
    };
    insert_into(logos::table)
        .values(logo)
        .execute(acton)
        .await?;
    let mine = || Logo::query().filter(logos::name.eq("New"));
    update(mine())
        .set(logos::alt_text.to("other"))
        .execute(acton)
        .await?;
    update(mine())
        .set(logos::content.to(png("other.png")))
        .execute(acton)
        .await?;
    delete(mine()).execute(acton).await?;

    let file = NewMediaFile {
        name: "new.txt".into(),
        folder_name: "New".into(),
        content: Upload::bytes("new.txt", "be nice"),
    };
    insert_into(media::table)
        .values(file)
        .execute(acton)
        .await?;
    let link = NewMediaLink {
        name: "new link".into(),
        folder_name: "New".into(),
        target_url: Some("https://example.com/".into()),
    };
    insert_into(media::table)
        .values(link)
        .execute(acton)
        .await?;
    let mine = |name: &str| MediaItem::query().filter(media::name.eq(name));
    let content = Upload::bytes("new.txt", "be kind");
    update(mine("new.txt"))
        .set(media::content.to(content))
        .execute(acton)
        .await?;
    delete(mine("new.txt")).execute(acton).await?;
    delete(mine("new link")).execute(acton).await?;
    delete(LandingPage::query().filter(landing_pages::id.eq("p-0001")))
        .execute(acton)
        .await?;
    Ok(())
}

async fn mail(acton: &Client) -> Done {
    for kind in ["DRAFT", "TEMPLATE"] {
        let message = NewMessage {
            message_type: kind.into(),
            subject: "Here".into(),
            title: Some(format!("New {kind}")),
            html_body: Some("<p/>".into()),
            text_body: Some("text".into()),
            folder_name: Some("New".into()),
        };
        insert_into(messages::table)
            .values(message)
            .execute(acton)
            .await?;
    }
    let mine = || Message::query().filter(messages::title.eq("New TEMPLATE"));
    let set = (
        messages::subject.to("There"),
        messages::html_body.to("<b/>"),
    );
    update(mine()).set(set).execute(acton).await?;
    delete(mine()).execute(acton).await?;

    acton.message_html("s-0001-2409", "l-0001:0").await?;
    let emma = || Sender::new("Emma Emulator", "emma@example.com");
    let now = DateTime::from_timestamp_millis(NOON).ok_or("a time")?;
    let sending = acton.send_message("d-0001", emma(), To::lists(["l-0002"]), now);
    let sending = sending
        .without(["l-0003"])
        .title("Spring")
        .transactional(true);
    sending.once_an_address(true).send(CannotBeUndone).await?;
    let to = || To::lists(["l-0003"]).and_records(["l-0001:0"]);
    let sending = acton.send_custom_message("Hello", emma(), to(), now);
    let sending = sending.text("Hello!").html("<p>Hello!</p>").text_only(true);
    let until = now + Duration::from_secs(3600);
    sending.until(until).send(CannotBeUndone).await?;
    let sending = acton.resend_message("s-0001-2409", to(), now);
    sending
        .without(["l-0002"])
        .once_an_address(true)
        .send(CannotBeUndone)
        .await?;
    Ok(())
}

async fn opt_outs(acton: &Client) -> Done {
    let new = ["out@example.com", "not an address"].map(|email| NewOptOut {
        email: email.to_owned(),
    });
    // The second is refused, and the commit says so: which one is asked for.
    let _ = insert_into(optout::table)
        .values(new.to_vec())
        .execute(acton)
        .await;
    delete(OptedOut::query().filter(optout::email.eq("out@example.com")))
        .execute(acton)
        .await?;
    Ok(())
}
