//! The recorded answers of nodeos, and totality.

use proptest::prelude::*;

use super::*;

/// What `intrinsic` answers to arguments, in the form of the record.
fn answer(intrinsic: &str, arguments: &[u128]) -> String {
    let first = arguments[0];
    let second = arguments.get(1).copied().unwrap_or_default();
    let (single, double) = (first as u32, first as u64);
    let (left, right) = (first as i128, second as i128);
    let divided = |quotient: Result<u128, DivideByZero>| match quotient {
        Ok(quotient) => format!("{quotient:x}"),
        Err(DivideByZero) => "error".to_owned(),
    };
    match intrinsic {
        "ashlti3" => format!("{:x}", ashlti3(left, second as u32)),
        "ashrti3" => format!("{:x}", ashrti3(left, second as u32)),
        "lshlti3" => format!("{:x}", lshlti3(left, second as u32)),
        "lshrti3" => format!("{:x}", lshrti3(left, second as u32)),
        "multi3" => format!("{:x}", multi3(left, right)),
        "divti3" => divided(divti3(left, right).map(|quotient| quotient as u128)),
        "modti3" => divided(modti3(left, right).map(|remainder| remainder as u128)),
        "udivti3" => divided(udivti3(first, second)),
        "umodti3" => divided(umodti3(first, second)),
        "addtf3" => format!("{:x}", addtf3(first, second)),
        "subtf3" => format!("{:x}", subtf3(first, second)),
        "multf3" => format!("{:x}", multf3(first, second)),
        "divtf3" => format!("{:x}", divtf3(first, second)),
        "negtf2" => format!("{:x}", negtf2(first)),
        "cmptf2" => format!("{:x}", cmptf2(first, second)),
        "eqtf2" => format!("{:x}", eqtf2(first, second)),
        "netf2" => format!("{:x}", netf2(first, second)),
        "getf2" => format!("{:x}", getf2(first, second)),
        "gttf2" => format!("{:x}", gttf2(first, second)),
        "letf2" => format!("{:x}", letf2(first, second)),
        "lttf2" => format!("{:x}", lttf2(first, second)),
        "unordtf2" => format!("{:x}", unordtf2(first, second)),
        "extendsftf2" => format!("{:x}", extendsftf2(single)),
        "extenddftf2" => format!("{:x}", extenddftf2(double)),
        "trunctfdf2" => format!("{:x}", trunctfdf2(first)),
        "trunctfsf2" => format!("{:x}", trunctfsf2(first)),
        "fixtfsi" => format!("{:x}", fixtfsi(first)),
        "fixtfdi" => format!("{:x}", fixtfdi(first)),
        "fixunstfsi" => format!("{:x}", fixunstfsi(first)),
        "fixunstfdi" => format!("{:x}", fixunstfdi(first)),
        "fixtfti" => format!("{:x}", fixtfti(first)),
        "fixunstfti" => format!("{:x}", fixunstfti(first)),
        "fixsfti" => format!("{:x}", fixsfti(single)),
        "fixunssfti" => format!("{:x}", fixunssfti(single)),
        "fixdfti" => format!("{:x}", fixdfti(double)),
        "fixunsdfti" => format!("{:x}", fixunsdfti(double)),
        "floatsidf" => format!("{:x}", floatsidf(first as i32)),
        "floatsitf" => format!("{:x}", floatsitf(first as i32)),
        "floatunsitf" => format!("{:x}", floatunsitf(single)),
        "floatditf" => format!("{:x}", floatditf(first as i64)),
        "floatunditf" => format!("{:x}", floatunditf(double)),
        "floattidf" => format!("{:x}", floattidf(left)),
        "floatuntidf" => format!("{:x}", floatuntidf(first)),
        "printsf" => print_single(single),
        "printdf" => print_double(double),
        "printqf" => print_quad(first),
        "printi128" => left.to_string(),
        "printui128" => first.to_string(),
        _ => panic!("{intrinsic} is not covered"),
    }
}

/// The recorded calls: intrinsic, arguments, answer.
fn record() -> impl Iterator<Item = (&'static str, Vec<u128>, &'static str)> {
    let lines = include_str!("nodeos.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let (call, answer) = line.split_once(" = ").unwrap();
        let mut words = call.split(' ');
        let intrinsic = words.next().unwrap();
        let arguments = words.map(|word| u128::from_str_radix(word, 16).unwrap()).collect();
        (intrinsic, arguments, answer)
    })
}

#[test]
fn answers_are_those_of_nodeos() {
    assert!(record().count() > 500);
    for (intrinsic, arguments, expected) in record() {
        assert_eq!(answer(intrinsic, &arguments), expected, "{intrinsic} {arguments:x?}");
    }
}

#[test]
fn zeros_are_one_key_and_a_nan_is_none() {
    let (zero, negative_zero) = (0.0f64.to_bits(), (-0.0f64).to_bits());
    assert!(compare_double(zero, negative_zero).is_eq());
    assert!(compare_double((-1.0f64).to_bits(), zero).is_lt());
    assert!(compare_quad(0, 1 << 127).is_eq());
    assert!(compare_quad(extenddftf2((-1.0f64).to_bits()), 1).is_lt());
    assert!(is_double_nan(f64::NAN.to_bits()) && !is_double_nan(f64::INFINITY.to_bits()));
    assert!(is_quad_nan(0x7fff << 112 | 1) && !is_quad_nan(0xffff << 112));
}

proptest! {
    #[test]
    fn every_intrinsic_takes_every_bits(left: u128, right: u128) {
        for (intrinsic, arguments, _) in record() {
            answer(intrinsic, &[left, right][..arguments.len()]);
        }
    }

    #[test]
    fn printed_doubles_are_read_back(value: f64) {
        let printed: f64 = print_double(value.to_bits()).parse().unwrap();
        prop_assert!(value.is_nan() || value == printed || (value / printed - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_double_survives_the_quad(bits: u64) {
        let kept = trunctfdf2(extenddftf2(bits));
        prop_assert_eq!(kept, if is_double_nan(bits) { bits | 1 << 51 } else { bits });
    }

    #[test]
    fn key_order_is_total_without_nans(left: f64, right: f64) {
        prop_assume!(!left.is_nan() && !right.is_nan());
        let (left, right) = (left.to_bits(), right.to_bits());
        let order = compare_double(left, right);
        prop_assert_eq!(order, compare_double(right, left).reverse());
        prop_assert_eq!(order, compare_quad(extenddftf2(left), extenddftf2(right)));
    }
}
