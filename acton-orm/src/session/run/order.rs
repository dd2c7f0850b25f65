//! Which step may start when. Pure.

use std::collections::{BTreeSet, HashMap};

use crate::plan::Verb;
use crate::session::plan::{Action, Step};

/// The steps of a commit that have not started yet. A step waits for those before it that touch the
/// same row, name or address, and for the one that finds its list. Deletes wait until everything else
/// is through, so that a failure keeps rows from being deleted.
#[derive(Debug)]
pub(super) struct Order {
    nodes: Vec<Node>,
    ready: BTreeSet<usize>,
    /// Deletes that wait for nothing but the rest.
    held: BTreeSet<usize>,
    /// Steps that are to be over before the first delete.
    before: usize,
}

#[derive(Debug, Default)]
struct Node {
    waits_for: usize,
    then: Vec<usize>,
    is_delete: bool,
}

impl Order {
    pub(super) fn new(steps: &[Step]) -> Self {
        let mut order = Self {
            nodes: steps.iter().map(|_| Node::default()).collect(),
            ready: BTreeSet::new(),
            held: BTreeSet::new(),
            before: 0,
        };
        let mut last: HashMap<&str, usize> = HashMap::new();
        let mut lists: HashMap<&str, usize> = HashMap::new();
        for (index, step) in steps.iter().enumerate() {
            let mut after = BTreeSet::new();
            match step.action {
                Action::Look | Action::Check | Action::Columns => continue,
                Action::FindList => {
                    lists.insert(step.table.name(), index);
                }
                Action::Write(_) => {
                    for touch in &step.touches {
                        after.extend(
                            last.insert(&touch.about, index)
                                .filter(|before| *before != index),
                        );
                    }
                    if step.wants_list() {
                        after.extend(lists.get(step.table.name()));
                    }
                }
            }
            let is_delete = step.action == Action::Write(Verb::Delete);
            order.before += usize::from(!is_delete);
            order.nodes[index].is_delete = is_delete;
            order.nodes[index].waits_for = after.len();
            if after.is_empty() {
                order.may_start(index);
            }
            for before in after {
                order.nodes[before].then.push(index);
            }
        }
        order.open_the_deletes();
        order
    }

    /// The next step to start, in the plan's order.
    pub(super) fn next(&mut self) -> Option<usize> {
        self.ready.pop_first()
    }

    /// A step is through, whatever became of it.
    pub(super) fn over(&mut self, index: usize) {
        let Some(node) = self.nodes.get_mut(index) else {
            return;
        };
        self.before = self.before.saturating_sub(usize::from(!node.is_delete));
        for then in std::mem::take(&mut node.then) {
            let Some(node) = self.nodes.get_mut(then) else {
                continue;
            };
            node.waits_for = node.waits_for.saturating_sub(1);
            if node.waits_for == 0 {
                self.may_start(then);
            }
        }
        self.open_the_deletes();
    }

    fn may_start(&mut self, index: usize) {
        match self.nodes.get(index) {
            Some(node) if node.is_delete => self.held.insert(index),
            _ => self.ready.insert(index),
        };
    }

    fn open_the_deletes(&mut self) {
        if self.before == 0 {
            self.ready.append(&mut self.held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Calls;
    use crate::schema::images;
    use crate::session::plan::Touch;

    fn step(verb: Verb, touches: &[&str]) -> Step {
        Step {
            action: Action::Write(verb),
            table: (&images::META).into(),
            changes: Vec::new(),
            calls: Vec::new(),
            price: Calls::exactly(1),
            touches: touches.iter().map(|about| touch(about)).collect(),
            title: String::new(),
        }
    }

    fn touch(about: &str) -> Touch {
        Touch {
            about: about.to_owned(),
            change: 0,
        }
    }

    fn all_ready(order: &mut Order) -> Vec<usize> {
        std::iter::from_fn(|| order.next()).collect()
    }

    #[test]
    fn inserts_and_updates_start_together_and_deletes_after_them() {
        let steps = [
            step(Verb::Insert, &["a"]),
            step(Verb::Update, &["b"]),
            step(Verb::Delete, &["c"]),
            step(Verb::Delete, &["d"]),
        ];
        let mut order = Order::new(&steps);
        assert_eq!(all_ready(&mut order), [0, 1]);
        order.over(1);
        assert_eq!(order.next(), None);
        order.over(0);
        assert_eq!(all_ready(&mut order), [2, 3]);
    }

    #[test]
    fn steps_that_touch_the_same_start_one_after_the_other() {
        let steps = [
            step(Verb::Insert, &["a"]),
            step(Verb::Insert, &["a", "b"]),
            step(Verb::Insert, &["c"]),
            step(Verb::Insert, &["b"]),
        ];
        let mut order = Order::new(&steps);
        assert_eq!(all_ready(&mut order), [0, 2]);
        order.over(0);
        assert_eq!(all_ready(&mut order), [1]);
        order.over(1);
        assert_eq!(all_ready(&mut order), [3]);
    }

    #[test]
    fn a_step_that_touches_a_thing_twice_does_not_wait_for_itself() {
        let mut order = Order::new(&[step(Verb::Insert, &["a", "a"])]);
        assert_eq!(order.next(), Some(0));
    }

    #[test]
    fn deletes_alone_need_not_wait() {
        let mut order = Order::new(&[step(Verb::Delete, &[]), step(Verb::Delete, &[])]);
        assert_eq!(all_ready(&mut order), [0, 1]);
    }
}
