//! On a disk that is really full. `.ci/full-disk` mounts a small one and names it.

use std::io::Write;
use std::path::Path;

use super::{World, account};
use crate::client::Client;
use crate::{Error, ErrorKind};

/// Writes until nothing fits any more, to the byte.
fn fill(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    for size in [4096, 512, 1] {
        while file.write_all(&vec![b'x'; size]).is_ok() {}
    }
}

async fn call(acton: &Client) -> Result<(), Error> {
    acton.call(account()).await.map(drop)
}

#[tokio::test]
async fn a_disk_that_is_full_costs_no_login_and_goes_on_when_there_is_room() {
    let Ok(disk) = std::env::var("ACTON_TEST_SMALL_DISK") else {
        println!("left out: `.ci/full-disk` runs it");
        return;
    };
    let mut world = World::new().await;
    world.folder = tempfile::tempdir_in(disk).unwrap();
    let ballast = world.folder.path().join("ballast");
    let acton = Client::connect(&world.text("")).await.unwrap();
    for round in 0..50 {
        world.emulator.journal().clear();
        world.five_seconds_later();
        fill(&ballast);
        for _ in 0..2 {
            let error = call(&acton).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io, "{error}");
            let said = error.to_string();
            assert!(
                said.contains("no token was spent") && said.contains("free some space"),
                "{said}"
            );
        }
        assert_eq!(world.grants("refresh_token"), 0, "round {round}");
        std::fs::remove_file(&ballast).unwrap();
        call(&acton).await.unwrap();
        assert_eq!(world.grants("refresh_token"), 1, "round {round}");
    }
    // From there on without a password, as another process.
    world.five_seconds_later();
    let text = world.text("&InitiateOAuth=REFRESH");
    call(&Client::connect(&text).await.unwrap()).await.unwrap();
    assert_eq!(world.grants("password"), 0);
    println!("50 refreshes met a full disk, and none cost a login");
}
