//! Views of media files behind the API's back.

use super::Emulator;
use crate::world::MediaView;

impl Emulator {
    /// Somebody looks at a file or follows a link of the media library. False where there is no such one.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// use acton_emulator::MediaView;
    ///
    /// let media = emulator.media().remove(0).id;
    /// assert!(emulator.view_media(&media, MediaView::new("Comcast", 2, 1_725_652_521_000)));
    /// # Ok(()) }
    /// ```
    pub fn view_media(&self, media: &str, view: MediaView) -> bool {
        let mut world = self.shared.world();
        let known = world.media.get(media).is_some();
        if known {
            world.views.add(media, view);
        }
        known
    }

    /// Who looked at a file or followed a link, in the order they came.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let media = emulator.media().remove(0).id;
    /// assert_eq!(emulator.media_views(&media).len(), 2);
    /// # Ok(()) }
    /// ```
    pub fn media_views(&self, media: &str) -> Vec<MediaView> {
        self.shared.world().views.of(media).to_vec()
    }
}
