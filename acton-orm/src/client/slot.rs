//! Something that others keep with the client, of a type that the client does not know.

use std::any::Any;
use std::sync::{Arc, OnceLock};

/// One value, made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Slot(OnceLock<Arc<dyn Any + Send + Sync>>);

impl Slot {
    /// The value. Whoever asks for another type than the first got has one of their own.
    pub(crate) fn get<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let held = self
            .0
            .get_or_init(|| Arc::new(T::default()) as Arc<dyn Any + Send + Sync>);
        Arc::clone(held).downcast().unwrap_or_default()
    }
}
