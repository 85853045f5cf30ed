//! What the types rule out, and what the compiler says to whoever tries.

#[test]
fn scales_do_not_mix() {
    trybuild::TestCases::new().compile_fail("*.rs");
}
