//! A CSV download in chunks: the lock is taken for a few hundred rows at a time, and memory
//! holds one chunk, however long the list.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures::{Stream, stream};

use super::Shared;
use crate::world::{CsvDownload, World, write_csv};

/// Rows looked at under one lock.
const ROWS: usize = 500;

pub(crate) fn chunks(
    shared: Arc<Shared>,
    download: CsvDownload,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold((shared, download), |(shared, mut download)| async move {
        // Others get their turn between chunks.
        tokio::task::yield_now().await;
        let chunk = next(&shared.world(), &mut download)?;
        Ok(chunk.map(|chunk| (chunk, (shared, download))))
    })
}

/// The next rows; none at the end. A list that was deleted meanwhile, or lost a column,
/// breaks the answer off.
fn next(world: &World, download: &mut CsvDownload) -> io::Result<Option<Bytes>> {
    let list = world
        .list(&download.list)
        .ok()
        .filter(|list| list.columns.len() == download.width)
        .ok_or_else(|| io::Error::from(io::ErrorKind::ConnectionAborted))?;
    let mut records = Vec::new();
    let from = match download.next {
        Some(from) => from,
        None => {
            records.push(download.shape.headers(list));
            0
        }
    };
    let mut looked_at = 0;
    download.next = Some(from);
    if download.left > 0 {
        for number in list.rows.numbers(from).take(ROWS) {
            looked_at += 1;
            download.next = Some(number + 1);
            let (created, modified) = list.rows.times(number);
            if !download.window.admits(created, modified) {
                continue;
            }
            if download.skip > 0 {
                download.skip -= 1;
                continue;
            }
            records.extend(download.shape.row(list, number));
            download.left -= 1;
            if download.left == 0 {
                break;
            }
        }
    }
    if looked_at == 0 && records.is_empty() {
        return Ok(None);
    }
    Ok(Some(Bytes::from(write_csv(records))))
}
