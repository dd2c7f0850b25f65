//! What must compile, and what must not and with which words.

#[test]
fn compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("fail/**/*.rs");
}

/// How well each message reads stands in this package's README.
#[test]
fn every_message_has_its_score() {
    let scores = std::fs::read_to_string("README.md").unwrap();
    for folder in std::fs::read_dir("fail").unwrap() {
        for case in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let case = case.unwrap().path().with_extension("");
            let name = case.strip_prefix("fail").unwrap().display().to_string();
            assert!(scores.contains(&format!("| `{name}` | ")), "{name}");
        }
    }
    let cases = scores.lines().filter(|line| line.starts_with("| `"));
    for line in cases {
        let case = line.split('`').nth(1).unwrap();
        let there = std::path::Path::new("fail").join(format!("{case}.rs"));
        assert!(there.exists(), "{case} is scored and not there");
    }
}
