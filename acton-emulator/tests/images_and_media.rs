//! Images, media files, media links.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use acton_emulator::{Emulator, tiny_png};
use reqwest::{Client, Method};
use serde_json::json;
use support::{Caller, NOW, answer, error, quiet};

#[tokio::test]
async fn the_list_groups_by_folder_and_gives_numbers_as_strings() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let png = tiny_png(20, 10, 1);
    let id = emulator.add_image("a b.png", "New Folder", png.clone());
    let (status, body) = caller.get("/api/1/image").await;
    assert_eq!(status, 200);
    let url = format!("{}/cdn/46370/{id}/a%20b.png", emulator.url());
    let expected = json!([{"name": "New Folder", "entries": [{
        "id": id, "name": "a b.png", "url": url, "thumb": url, "size": png.len(),
        "width": "20", "height": "10",
        "creation_time": NOW.to_string(), "last_modified": NOW.to_string(),
    }]}]);
    assert_eq!(body, expected);
}

#[tokio::test]
async fn the_single_read_names_things_differently_and_gives_numbers() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let id = emulator.add_image("a.png", "New Folder", tiny_png(8, 8, 1));
    let (_, body) = caller.get(&format!("/api/1/image/{id}")).await;
    let url = format!("{}/cdn/46370/{id}/a.png", emulator.url());
    let expected = json!({
        "id": id, "image_url": url, "thumb_url": url, "size": tiny_png(8, 8, 1).len(),
        "last_modified": NOW, "creation_time": NOW, "display_name": "a.png",
        "folder_name": "New Folder", "version": 0,
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn an_uploaded_image_is_served_without_a_token() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let png = tiny_png(8, 8, 7);
    let fields = [("name", "hero.png"), ("foldername", "New Folder")];
    let file = Some(("upload.png", png.as_slice()));
    let (status, body) = caller
        .multipart(Method::POST, "/api/1/image", &fields, file)
        .await;
    assert_eq!(status, 200);
    assert_eq!(body["message"], "The file has been uploaded");
    let id = body["id"].as_str().unwrap();
    let (_, image) = caller.get(&format!("/api/1/image/{id}")).await;
    let url = image["image_url"].as_str().unwrap();
    let response = Client::new().get(url).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.bytes().await.unwrap(), png);
    assert_eq!(emulator.image_bytes(id).unwrap(), png);
}

#[tokio::test]
async fn a_put_replaces_in_its_folder_and_creates_in_another() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let id = emulator.add_image("a.png", "Here", tiny_png(8, 8, 1));
    let path = format!("/api/1/image/{id}");
    let file = Some(("b.png", b"second".as_slice()));
    let put = |fields: &'static [(&str, &str)]| caller.multipart(Method::PUT, &path, fields, file);

    assert_eq!(put(&[("foldername", "Here")]).await.1["id"], id);
    assert_eq!(
        put(&[("foldername", "There"), ("ignorefolder", "Y")])
            .await
            .1["id"],
        id
    );
    assert_eq!(put(&[]).await.1["id"], id);
    assert_eq!(emulator.images().len(), 1);
    assert_eq!(emulator.images()[0].version, 3);

    let (_, created) = put(&[("foldername", "There")]).await;
    assert_ne!(created["id"], id);
    let new = &emulator.images()[1];
    assert_eq!((new.name.as_str(), new.folder.as_str()), ("b.png", "There"));
}

#[tokio::test]
async fn wrong_image_ids_and_types_are_refused_each_in_its_way() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let invalid = error(10054, "The id is invalid");
    let png = Some(("a.png", b"x".as_slice()));
    assert_eq!(caller.get("/api/1/image/f-1").await, (404, invalid.clone()));
    assert_eq!(
        caller.delete("/api/1/image/f-1").await,
        (404, invalid.clone())
    );
    let put = caller
        .multipart(Method::PUT, "/api/1/image/f-1", &[], png)
        .await;
    assert_eq!(put, (400, invalid));
    let exe = Some(("a.exe", b"x".as_slice()));
    let post = caller
        .multipart(Method::POST, "/api/1/image", &[], exe)
        .await;
    assert_eq!(post, (400, error(10085, "Invalid file type specified")));
    let empty = caller
        .multipart(Method::POST, "/api/1/image", &[("name", "a.png")], None)
        .await;
    assert_eq!(empty, (400, error(10003, "Input file missing")));
}

#[tokio::test]
async fn a_deleted_image_is_gone() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let id = emulator.add_image("a.png", "Here", tiny_png(8, 8, 1));
    let deleted = caller.delete(&format!("/api/1/image/{id}")).await;
    assert_eq!(
        deleted,
        (200, json!({"status": "success", "message": "File deleted"}))
    );
    assert_eq!(caller.get("/api/1/image").await, (200, json!([])));
}

#[tokio::test]
async fn media_files_have_a_size_as_string_and_links_a_target_instead() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let file = emulator.add_media("a.txt", "Docs", "hello");
    let form = [
        ("url", "https://example.com/x"),
        ("foldername", "Docs"),
        ("name", "X"),
    ];
    let request = caller.request(Method::POST, "/api/1/medialink").form(&form);
    let (status, saved) = answer(request).await;
    assert_eq!((status, &saved["message"]), (200, &json!("URL saved")));
    let link = saved["id"].as_str().unwrap();
    assert!(link.starts_with("u-"));

    let (_, body) = caller.get("/api/1/media/").await;
    let url = |id: &str, name: &str| format!("{}/cdn/46370/{id}/{name}", emulator.url());
    let expected = json!([{"name": "Docs", "entries": [
        {"id": file, "name": "a.txt", "url": url(&file, "a.txt"), "size": "5",
         "creation_time": NOW, "last_modified": NOW.to_string()},
        {"id": link, "name": "X", "url": url(link, "X"), "target_url": "https://example.com/x",
         "creation_time": NOW, "last_modified": NOW.to_string()},
    ]}]);
    assert_eq!(body, expected);

    let (_, single) = caller.get(&format!("/api/1/media/{link}")).await;
    let expected = json!({"id": link, "name": "X", "url": url(link, "X"),
        "target_url": "https://example.com/x", "creation_time": NOW, "last_modified": NOW});
    assert_eq!(single, expected);
}

#[tokio::test]
async fn a_media_file_is_added_replaced_and_deleted() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let file = Some(("plan.txt", b"one".as_slice()));
    let (_, added) = caller
        .multipart(Method::POST, "/api/1/media", &[], file)
        .await;
    let id = added["id"].as_str().unwrap();
    let path = format!("/api/1/media/{id}");
    let file = Some(("plan.txt", b"two".as_slice()));
    let (status, put) = caller.multipart(Method::PUT, &path, &[], file).await;
    assert_eq!((status, put["id"].as_str()), (200, Some(id)));
    assert_eq!(emulator.media_bytes(id).unwrap(), "two");
    assert_eq!(emulator.media()[0].folder, "Default Folder");
    assert_eq!(caller.delete(&path).await.1["message"], "File deleted");
    assert_eq!(
        caller.delete(&path).await,
        (404, error(10054, "The id is invalid"))
    );
}

#[tokio::test]
async fn a_wrong_media_type_is_403_on_add_and_400_on_update() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    let id = emulator.add_media("a.txt", "Docs", "hello");
    let file = Some(("a.exe", b"x".as_slice()));
    let wrong = error(10085, "Invalid file type specified");
    let post = caller
        .multipart(Method::POST, "/api/1/media", &[], file)
        .await;
    assert_eq!(post, (403, wrong.clone()));
    let put = caller
        .multipart(Method::PUT, &format!("/api/1/media/{id}"), &[], file)
        .await;
    assert_eq!(put, (400, wrong));
}

#[tokio::test]
async fn a_link_needs_a_proper_url() {
    let emulator = quiet().start().await.unwrap();
    let caller = Caller::login(&emulator).await;
    for url in ["", "example.com", "http://"] {
        let request = caller
            .request(Method::POST, "/api/1/medialink")
            .form(&[("url", url)]);
        let expected = error(90004, "Empty or improperly formatted URL given");
        assert_eq!(answer(request).await, (400, expected), "{url:?}");
    }
}

#[tokio::test]
async fn the_sample_account_has_images_in_three_folders() {
    let emulator = Emulator::start().await.unwrap();
    let (_, body) = Caller::login(&emulator).await.get("/api/1/image").await;
    let names: Vec<_> = body
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["name"].clone())
        .collect();
    assert_eq!(names, ["Default Folder", "New Folder", "Archive"]);
}
