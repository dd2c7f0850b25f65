//! Pages that say which test shows what.

use std::fs;

use acton_orm_contract_tests::{functions, root};

#[test]
fn the_tests_that_pages_speak_of_are_there() {
    let (root, names) = (
        root(),
        functions(&["tests", "acton-orm/src", "acton-emulator/tests"]),
    );
    for page in ["reliability.md", "security.md"] {
        let text = fs::read_to_string(root.join("docs").join(page)).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
        let spoken: Vec<&str> = cells
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .collect();
        let tests = spoken
            .iter()
            .filter(|name| name.contains("::") && !name.contains(' '));
        let mut count = 0;
        for test in tests {
            let (_, name) = test.rsplit_once("::").unwrap();
            assert!(names.contains(name), "{page} speaks of {test}");
            count += 1;
        }
        for case in spoken
            .iter()
            .filter(|name| name.starts_with("tests/compile/"))
        {
            assert!(
                root.join(format!("{case}.rs")).exists(),
                "{page} speaks of {case}"
            );
        }
        assert!(count > 10, "{page} speaks of {count} tests");
    }
}
