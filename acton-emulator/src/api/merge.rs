//! `PUT /api/1/list/{listid}`: merging a CSV into a list (A§7.4).

use super::list::dialect;
use super::{Done, Reply};
use crate::http::Call;
use crate::http::error::{INVALID_MERGE_LIST, MERGE_COLUMN_MISSING, NO_FILE};
use crate::usage::EMAIL;
use crate::world::{Merge, Work, World, align, merge_spec, specs};

/// All that can be wrong with the request is said at once; what is wrong with rows, by the job.
pub(crate) fn merge(world: &mut World, call: &Call) -> Reply {
    world.list(call.path_value(0))?;
    let wanted = merge_spec(call.required("mergespecs")?)?;
    let list = world.list(&wanted.list).map_err(|_| INVALID_MERGE_LIST)?;
    let file = call.file.as_ref().filter(|file| !file.bytes.is_empty());
    let file = file.ok_or(NO_FILE)?;
    let specs = specs(call.required("uploadspecs")?)?;
    let dialect = dialect(call)?;

    let heading_row = dialect.heading_row(&file.bytes);
    let pairs = align(&specs, heading_row.as_deref(), &list.columns)?;
    let key = list.column(wanted.key.as_deref().unwrap_or(EMAIL));
    let key = key
        .filter(|key| pairs.iter().any(|(_, column)| column == key))
        .ok_or(MERGE_COLUMN_MISSING)?;
    let work = Work::Merge {
        list: list.id.clone(),
        merge: Merge {
            mode: wanted.mode,
            pairs,
            key,
            put_empty: call.field("putEmptyValues") == Some("Y"),
        },
        dialect,
        file: file.bytes.clone(),
    };
    let now = world.now();
    let job = world.jobs.queue(work, now);
    Ok(Done::new("Upload completed").job(job).into())
}
