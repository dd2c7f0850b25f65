//! Headers and footers (A§12). Their fields in a write are published, their answers are not: all of
//! those are inferred from what other content answers.

use serde::Serialize;
use serde_json::json;

use super::{Done, Envelope, Reply};
use crate::http::error::invalid_id;
use crate::http::{Answer, Call, Refusal};
use crate::quirks::BlockList;
use crate::world::{Block, Blocks, DEFAULT_BLOCK, World};

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    html: &'a str,
    text: &'a str,
}

fn entry(block: &Block) -> Entry<'_> {
    Entry {
        id: &block.id,
        title: &block.title,
        html: &block.html,
        text: &block.text,
    }
}

/// Which of the two a call is about.
#[derive(Clone, Copy)]
enum Kind {
    Header,
    Footer,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Header => "Header",
            Self::Footer => "Footer",
        }
    }

    fn of(self, world: &mut World) -> &mut Blocks {
        match self {
            Self::Header => &mut world.headers,
            Self::Footer => &mut world.footers,
        }
    }

    fn list(self, world: &mut World) -> Reply {
        let form = world.quirks.block_list;
        let blocks = self.of(world);
        let result: Vec<Entry<'_>> = blocks.iter().map(entry).collect();
        Ok(match form {
            BlockList::Array => Answer::json(&result),
            BlockList::Envelope => Answer::json(&Envelope {
                offset: 0,
                count: result.len(),
                total_count: i64::try_from(result.len()).unwrap_or(i64::MAX),
                result,
            }),
        })
    }

    fn get(self, world: &mut World, call: &Call) -> Reply {
        let block = self.of(world).get(call.path_value(0));
        Ok(Answer::json(&entry(block.ok_or(invalid_id(404))?)))
    }

    fn add(self, world: &mut World, call: &Call) -> Reply {
        let title = call.required("title")?;
        let given = |name| call.field(name).unwrap_or("");
        let id = self.of(world).add(title, given("html"), given("text"));
        let message = format!("{} has been added", self.name());
        Ok(match world.quirks.block_id_is_number {
            false => Done::new(message).id(id).into(),
            true => Answer::json(&json!({
                "status": "success", "message": message, "id": id.parse::<u32>().unwrap_or(0),
            })),
        })
    }

    fn update(self, world: &mut World, call: &Call) -> Reply {
        let block = self.of(world).get_mut(changeable(call)?);
        let block = block.ok_or(invalid_id(400))?;
        if let Some(title) = call.field("title") {
            block.title = title.to_owned();
        }
        for (name, place) in [("html", &mut block.html), ("text", &mut block.text)] {
            if let Some(given) = call.given(name) {
                *place = given.to_owned();
            }
        }
        let message = format!("{} has been updated", self.name());
        Ok(Done::new(message).id(&block.id).into())
    }

    fn delete(self, world: &mut World, call: &Call) -> Reply {
        let id = changeable(call)?;
        if !self.of(world).remove(id) {
            return Err(invalid_id(404));
        }
        Ok(Done::new(format!("{} {id} has been deleted", self.name())).into())
    }
}

/// The one that the account began with cannot be changed or deleted (inferred: a person cannot).
fn changeable(call: &Call) -> Result<&str, Refusal> {
    match call.path_value(0) {
        DEFAULT_BLOCK => Err(Refusal::bad_request("The default cannot be changed")),
        id => Ok(id),
    }
}

pub(crate) fn list_headers(world: &mut World, _: &Call) -> Reply {
    Kind::Header.list(world)
}

pub(crate) fn get_header(world: &mut World, call: &Call) -> Reply {
    Kind::Header.get(world, call)
}

pub(crate) fn add_header(world: &mut World, call: &Call) -> Reply {
    Kind::Header.add(world, call)
}

pub(crate) fn update_header(world: &mut World, call: &Call) -> Reply {
    Kind::Header.update(world, call)
}

pub(crate) fn delete_header(world: &mut World, call: &Call) -> Reply {
    Kind::Header.delete(world, call)
}

pub(crate) fn list_footers(world: &mut World, _: &Call) -> Reply {
    Kind::Footer.list(world)
}

pub(crate) fn get_footer(world: &mut World, call: &Call) -> Reply {
    Kind::Footer.get(world, call)
}

pub(crate) fn add_footer(world: &mut World, call: &Call) -> Reply {
    Kind::Footer.add(world, call)
}

pub(crate) fn update_footer(world: &mut World, call: &Call) -> Reply {
    Kind::Footer.update(world, call)
}

pub(crate) fn delete_footer(world: &mut World, call: &Call) -> Reply {
    Kind::Footer.delete(world, call)
}
