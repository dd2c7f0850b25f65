//! Forms behind the API's back.

use super::Emulator;
use crate::world::{Form, FormSource};

impl Emulator {
    /// Adds a form, dated now by the emulator's clock, and returns its id. One without a folder stands
    /// only among all forms.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// let id = emulator.add_form("Contact us", "Default Folder");
    /// assert_eq!(emulator.forms().last().map(|form| form.id.clone()), Some(id));
    /// # Ok(()) }
    /// ```
    pub fn add_form(&self, title: &str, folder: &str) -> String {
        let mut world = self.shared.world();
        let (id, now) = (world.random.uuid(), world.now());
        world.forms.add(Form {
            id: id.clone(),
            title: title.to_owned(),
            folder: folder.to_owned(),
            created: now,
            modified: now,
            ..Form::default()
        });
        id
    }

    /// Adds a line to a form's report. False where there is no such form.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// use acton_emulator::FormSource;
    ///
    /// let id = emulator.add_form("Contact us", "");
    /// assert!(emulator.add_form_source(&id, FormSource::new("Page:News", 1, 1, 4)));
    /// # Ok(()) }
    /// ```
    pub fn add_form_source(&self, form: &str, source: FormSource) -> bool {
        let mut world = self.shared.world();
        let form = world.forms.get_mut(form);
        form.map(|form| form.sources.push(source)).is_some()
    }

    /// All forms.
    ///
    /// ```
    /// # #[tokio::main] async fn main() -> std::io::Result<()> {
    /// # let emulator = acton_emulator::Emulator::start().await?;
    /// assert_eq!(emulator.forms().len(), 4);
    /// # Ok(()) }
    /// ```
    pub fn forms(&self) -> Vec<Form> {
        self.shared.world().forms.iter().cloned().collect()
    }
}
