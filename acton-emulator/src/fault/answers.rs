//! Answers that are wrong in a way that looks right.

use super::{Fault, Kind, Pages};

impl Fault {
    /// The call is carried out as if it had no `offset`: the first page, which says `offset: 0`.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::ignored_offset().on("GET", "/api/1/list/l-0001").always();
    /// ```
    pub fn ignored_offset() -> Self {
        Self::new(Kind::Pages(Pages::First))
    }

    /// The first page comes again, as the page that was asked for: it says the `offset` of the call.
    ///
    /// ```
    /// let third = acton_emulator::Fault::repeated_page().on("GET", "/api/1/list/l-0001").skip(2);
    /// ```
    pub fn repeated_page() -> Self {
        Self::new(Kind::Pages(Pages::AsAsked))
    }

    /// The whole answer, which ends where the connection does: HTTP/1.0, no length, no chunks.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::close_delimited().on("GET", "/api/1/list/");
    /// ```
    pub fn close_delimited() -> Self {
        Self::new(Kind::CloseDelimited(None))
    }

    /// As [`close_delimited`](Self::close_delimited), but only so many bytes: nothing shows that
    /// there were more. The call had its effect.
    ///
    /// ```
    /// let fault = acton_emulator::Fault::close_delimited_cut(100).on("GET", "/api/1/list/");
    /// ```
    pub fn close_delimited_cut(bytes: usize) -> Self {
        Self::new(Kind::CloseDelimited(Some(bytes)))
    }

    /// This status and an error that repeats what was sent: path, query, `Authorization`, the body
    /// as it is and its fields decoded; of `/token` in its own envelope. No effect.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// # use acton_emulator::Fault;
    /// emulator.fail(Fault::echo(400));
    /// let call = reqwest::Client::new().get(emulator.url()).bearer_auth("secret");
    /// assert!(call.send().await?.text().await?.contains("Bearer secret"));
    /// # Ok(()) }
    /// ```
    pub fn echo(status: u16) -> Self {
        Self::new(Kind::Echo(status))
    }

    /// Just before the call, the list that its path names loses the column with this heading, as
    /// [`Emulator::drop_column`](crate::Emulator::drop_column) does it.
    ///
    /// ```
    /// let second_page = acton_emulator::Fault::drop_column("Region").on("GET", "/api/1/list/l-0001").skip(1);
    /// ```
    pub fn drop_column(heading: impl Into<String>) -> Self {
        Self::new(Kind::DropColumn(heading.into()))
    }
}
