//! Waiting until nothing more will happen by itself.

use tokio::net::TcpStream;
use tokio::task::yield_now;

use super::Shared;

impl Shared {
    /// Waits until all that was sent has arrived, and all that has arrived is over.
    pub(crate) async fn settled(&self) {
        // Connections are accepted and bytes reported in the order in which they came: once this
        // one is here, so is all that was sent before.
        if let Ok(probe) = TcpStream::connect(self.address).await
            && let Ok(us) = probe.local_addr()
        {
            while !self.lines.has(us) {
                yield_now().await;
            }
        }
        // In this order, which is that in which a request goes from one to the other.
        while !self.lines.are_heard() || !self.journal.is_idle() {
            yield_now().await;
            self.journal.until_idle().await;
        }
    }
}
