#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| aso_regimen_fuzz::exposure::check(data));
