//! What must compile, and what must not and with which words.

#[test]
fn compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("compile_pass/*.rs");
    cases.compile_fail("compile_fail/**/*.rs");
}
