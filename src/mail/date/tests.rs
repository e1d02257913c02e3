//! Dates, whole and damaged.

use proptest::prelude::*;

use super::*;

/// 2021-05-11 02:41:58 UTC.
const MOMENT: i64 = 1_620_700_918;

#[test]
fn well_formed_dates_keep_their_zone() {
    assert_eq!(parse("Tue, 11 May 2021 02:41:58 +0000"), Some((MOMENT, 0)));
    assert_eq!(
        parse("Tue, 11 May 2021 04:41:58 +0200 (CEST)"),
        Some((MOMENT, 120))
    );
    assert_eq!(
        parse("Mon, 10 May 2021 22:11:58 -0430"),
        Some((MOMENT, -270))
    );
}

#[test]
fn damaged_dates_are_read() {
    for text in [
        "11 May 2021 02:41:58 +0000",
        "Tue May 11 02:41:58 2021",
        "Tue, 11 May 21 02:41:58 GMT",
        "2021-05-11T02:41:58Z",
        "2021-05-11 04:41:58+02:00",
        "2021-05-11T04:41:58.123+0200",
        "11-May-2021 02:41:58",
        "Tue,11 May 2021 02:41:58",
        "Mon, 10 May 2021 22:41:58 EDT",
        "Tue, 11 May 2021 04:41:58 0200",
        "Tue, 11 May 2021 4:41:58 GMT+0200",
        "2021/05/11 02:41:58 AM",
        "Tue, 11 May 2021 02.41.58 +0000",
        "11.05.2021 02:41:58",
        "11.5.21 2.41.58",
        "mar, 11 May 2021 02:41:58 +0000",
        "mar. 11 May 2021 02:41:58",
        "May 11 2021 02:41:58",
    ] {
        assert_eq!(parse(text).map(|d| d.0), Some(MOMENT), "{text}");
    }
    assert_eq!(parse("11 May 2021 02:41 +0000"), Some((MOMENT - 58, 0)));
    assert_eq!(parse("11 May 2021 02.41 +0000"), Some((MOMENT - 58, 0)));
}

#[test]
fn a_zone_of_a_day_or_an_hour_of_minutes_is_utc() {
    assert_eq!(parse("11 May 2021 02:41:58 +2400"), Some((MOMENT, 0)));
    assert_eq!(parse("11 May 2021 02:41:58 -0260"), Some((MOMENT, 0)));
    assert_eq!(
        parse("12 May 2021 02:40:58 +2359"),
        Some((MOMENT, 23 * 60 + 59))
    );
    assert_eq!(parse("11 May 2021 02:41:58 +9900"), Some((MOMENT, 0)));
    assert_eq!(parse("11 May 2021 02:41:58 +00000000"), Some((MOMENT, 0)));
    assert_eq!(parse("11 May 2021 02:41:58 XYZ"), Some((MOMENT, 0)));
}

#[test]
fn no_date_is_no_date() {
    for text in [
        "",
        "yesterday",
        "31 Feb 2021 00:00",
        "11 May 1821 00:00:00",
        "1 Jan 9999",
        "25:99",
        "11 May 2021 25:00:00",
        "11 May 2021 25.00.00",
        "11 May 2021 10h00",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn the_usual_form_is_read_as_any_other(
        text in "(Mon|Tue|Mar|May), ?[ 0-9]?[0-9] (May|Sep|Foo) ?[0-9]{3,5} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [-+ ]?[0-9]{3,5}( \\([A-Z]{0,4}\\))?",
    ) {
        prop_assert_eq!(parse(&text), any_form(&text));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "[-+:0-9A-Za-z(), é]{0,40}") {
        parse(&text);
    }

    #[test]
    fn every_second_of_the_range_survives(seconds in 0i64..4_000_000_000, zone in -12i64..=12) {
        let at = jiff::Timestamp::from_second(seconds + zone * 3600).unwrap();
        let text = format!("{} {:+03}00", at.strftime("%a, %d %b %Y %H:%M:%S"), zone);
        prop_assume!(seconds + zone * 3600 >= 0);
        prop_assert_eq!(parse(&text), Some((seconds, i16::try_from(zone * 60).unwrap())));
    }
}
