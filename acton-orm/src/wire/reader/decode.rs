//! What an answer of a read holds.

use std::ops::ControlFlow;

use serde::de::DeserializeSeed;

use super::{Piece, Reader, State};
use crate::Result;
use crate::schema::{Family, Scan};
use crate::wire::decode::{Decode, Outcome, Sink};
use crate::wire::envelope::{Envelope, Folders};
use crate::wire::object::ObjectRow;
use crate::wire::rows;

impl Reader {
    /// Decodes a part and hands its rows to the sink.
    pub(crate) fn decode(&mut self, piece: Piece, sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        let Piece { body, call } = piece;
        let Some(body) = body else {
            return Ok(ControlFlow::Continue(()));
        };
        self.decode_body(&body, sink)
            .map_err(|error| error.during(call))
    }

    fn decode_body(&mut self, body: &[u8], sink: &mut Sink<'_>) -> Result<ControlFlow<()>> {
        if let State::Download { decoder, .. } = &mut self.state {
            let flow = decoder.piece(&self.shape, body, sink)?;
            self.rows = decoder.rows();
            if body.is_empty() || flow.is_break() {
                self.state = State::Done;
            }
            return Ok(flow);
        }
        let mut decode = Decode::new(&self.shape, sink);
        if let State::Lookup(_) = self.state {
            let found = rows::lookup(&mut decode, body);
            let Outcome { flow, rows, value } = decode.outcome(found, body)?;
            self.rows += rows;
            self.state = State::Done;
            self.inconclusive = matches!(value, Some(rows::Found::Row | rows::Found::Incomplete));
            return Ok(flow);
        }
        let parsed = self.parse(&mut decode, body);
        let outcome = decode.outcome(parsed, body)?;
        self.total = outcome.value.flatten().or(self.total);
        self.rows += outcome.rows;
        self.advance(outcome.rows);
        Ok(outcome.flow)
    }

    /// By the shape that this answer has.
    fn parse<'de>(
        &self,
        decode: &mut Decode<'_, '_, 'de>,
        body: &'de [u8],
    ) -> Result<Option<u64>, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let total = match (&self.state, self.shape.table.family) {
            (State::Keys { layout, .. }, Family::Rows(_)) => match layout {
                Some(layout) => return rows::record(decode, layout, body),
                None => None,
            },
            (_, Family::Rows(_)) => return rows::page(decode, body),
            (State::Keys { .. }, _) | (_, Family::CurrentAccount) => {
                ObjectRow {
                    decode,
                    folder: None,
                }
                .deserialize(&mut json)?;
                None
            }
            (_, Family::ImageLibrary | Family::MediaLibrary) => {
                Folders(decode).deserialize(&mut json)?
            }
            (_, Family::Lists | Family::OptOuts | Family::HardBounces | Family::SpamComplaints) => {
                Envelope(decode).deserialize(&mut json)?
            }
        };
        json.end()?;
        Ok(total)
    }

    /// Whether another page is worth a call: until what is wanted has come, the true total is
    /// reached, or a page falls short.
    fn advance(&mut self, rows: u64) {
        let State::Pages(pages) = &mut self.state else {
            return;
        };
        pages.offset += rows;
        if let Some(left) = &mut pages.left {
            *left = left.saturating_sub(rows);
        }
        let told = !matches!(self.shape.table.scan, Scan::Paged { total: false });
        let at_end = match self.total.filter(|_| told) {
            Some(total) => pages.offset >= total,
            None => rows < pages.asked,
        };
        if at_end || rows == 0 || pages.left == Some(0) {
            self.state = State::Done;
        }
    }
}
